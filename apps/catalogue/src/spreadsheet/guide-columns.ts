/*
 * The columns of a catalogue spreadsheet as data: titles of the guide (政务信息资源目录编制指南, 发改高技〔2017〕1272号), what departments also call them, and the words of their cells.
 * After the guide's columns come those the regulations ask for beyond it. The first word for a value is the one an export writes.
 */

/** Word in a cell → value of the contract. Words with the same value are synonyms. */
export type Words = readonly (readonly [word: string, value: string])[];

export interface GuideColumn {
  /** Field of the entry, with its part after a dot; `items.<field>` of a data item; and what is only checked. */
  readonly field: string;
  readonly title: string;
  readonly aliases: readonly string[];
  /** A file without the column is refused. */
  readonly required: boolean;
  readonly kind: 'text' | 'choice' | 'choices' | 'flag' | 'day' | 'list' | 'standards' | 'provider' | 'credit-code' | 'published' | 'code';
  readonly words?: Words;
}

const YES_NO: Words = [['是', 'true'], ['否', 'false'], ['1', 'true'], ['0', 'false'], ['Y', 'true'], ['N', 'false']];

const column = (field: string, title: string, aliases: readonly string[], kind: GuideColumn['kind'], required: boolean, words?: Words): GuideColumn => ({
  field, title, aliases, kind, required, ...(words === undefined ? {} : { words }),
});

export const GUIDE_COLUMNS: readonly GuideColumn[] = [
  column('name', '信息资源名称', ['资源名称', '数据资源名称', '目录名称', '数据目录名称'], 'text', true),
  column('code', '信息资源代码', ['资源代码', '目录代码', '数据资源代码'], 'code', false),
  column('provider', '信息资源提供方', ['提供方', '提供单位', '数据提供单位', '提供部门'], 'provider', true),
  column('creditCode', '信息资源提供方代码', ['提供方代码', '统一社会信用代码'], 'credit-code', false),
  column('abstract', '信息资源摘要', ['摘要', '资源摘要', '数据摘要'], 'text', true),
  column('entryClass', '信息资源分类', ['资源分类', '目录分类', '分类', '类'], 'choice', true, [
    ['基础信息资源', 'BASE'], ['主题信息资源', 'TOPIC'], ['部门信息资源', 'DEPARTMENT'],
    ['基础信息资源目录', 'BASE'], ['主题信息资源目录', 'TOPIC'], ['部门信息资源目录', 'DEPARTMENT'],
    ['基础', 'BASE'], ['主题', 'TOPIC'], ['部门', 'DEPARTMENT'], ['1', 'BASE'], ['2', 'TOPIC'], ['3', 'DEPARTMENT'],
  ]),
  column('subclass', '基础或主题类别', ['项', '分类项', '主题分类'], 'text', false),
  column('format', '信息资源格式', ['格式', '资源格式', '数据格式'], 'text', true),
  column('items.name', '信息项名称', ['信息项', '数据项', '数据项名称'], 'text', true),
  column('items.type', '数据类型', ['信息项类型', '信息项数据类型', '数据项类型'], 'choice', true, [
    ['字符型', 'TEXT'], ['整型', 'INTEGER'], ['数值型', 'NUMBER'], ['日期型', 'DATE'], ['日期时间型', 'DATETIME'], ['逻辑型', 'BOOLEAN'],
    ['备注型', 'TEXT'], ['货币型', 'NUMBER'], ['双精度型', 'NUMBER'], ['浮点型', 'NUMBER'],
    ['C', 'TEXT'], ['I', 'INTEGER'], ['N', 'NUMBER'], ['D', 'DATE'], ['T', 'DATETIME'], ['L', 'BOOLEAN'], ['M', 'TEXT'], ['Y', 'NUMBER'], ['B', 'NUMBER'], ['F', 'NUMBER'],
  ]),
  column('items.column', '字段名称', ['字段名', '字段代码', '信息项代码', '数据项代码', '信息项英文名'], 'text', false),
  column('items.personal', '信息项含个人信息', ['个人信息项', '是否个人信息'], 'flag', false, YES_NO),
  column('items.identifies', '信息项标识对象', ['标识对象'], 'choice', false, [['自然人', 'PERSON'], ['法人或者其他组织', 'ORGANISATION'], ['组织', 'ORGANISATION']]),
  column('items.feature', '信息项时空特征', [], 'choice', false, [['采集时间', 'COLLECTED_AT'], ['采集地点', 'COLLECTED_PLACE']]),
  column('sharingType', '共享类型', ['共享属性'], 'choice', true, [
    ['无条件共享', 'UNCONDITIONAL'], ['有条件共享', 'CONDITIONAL'], ['不予共享', 'NOT_SHARED'], ['1', 'UNCONDITIONAL'], ['2', 'CONDITIONAL'], ['3', 'NOT_SHARED'],
  ]),
  column('sharingCondition', '共享条件', ['使用条件'], 'text', false),
  column('provisionModes', '共享方式', ['提供方式', '共享方式类型'], 'choices', true, [
    ['服务接口', 'INTERFACE'], ['文件下载', 'FILE_DOWNLOAD'], ['在线浏览', 'ONLINE_BROWSE'], ['离线交换', 'OFFLINE_EXCHANGE'],
    ['接口', 'INTERFACE'], ['服务', 'INTERFACE'], ['文件', 'FILE_DOWNLOAD'], ['介质交换', 'OFFLINE_EXCHANGE'], ['拷盘', 'OFFLINE_EXCHANGE'],
  ]),
  column('openType', '开放类型', ['开放属性', '是否向社会开放'], 'choice', true, [
    ['无条件开放', 'UNCONDITIONAL'], ['有条件开放', 'CONDITIONAL'], ['依申请开放', 'ON_APPLICATION'], ['不予开放', 'NOT_OPEN'],
    ['是', 'UNCONDITIONAL'], ['否', 'NOT_OPEN'], ['1', 'UNCONDITIONAL'], ['0', 'NOT_OPEN'],
  ]),
  column('openCondition', '开放条件', [], 'text', false),
  column('updateCycle', '更新周期', ['更新频率', '数据更新频率'], 'choice', true, [
    ['实时', 'REAL_TIME'], ['每日', 'DAILY'], ['每周', 'WEEKLY'], ['每月', 'MONTHLY'], ['每季度', 'QUARTERLY'], ['每年', 'YEARLY'], ['不定期', 'IRREGULAR'],
  ]),
  column('publishedOn', '发布日期', ['发布时间'], 'published', false),
  column('relatedCodes', '关联资源代码', ['关联及类目名称'], 'list', false),
  column('notSharedBasis.level', '不予共享依据层级', ['不予共享依据类别'], 'choice', false, [
    ['法律', 'LAW'], ['行政法规', 'ADMINISTRATIVE_REGULATION'], ['地方性法规', 'REGULATION'], ['规章', 'RULE'], ['国家政策', 'NATIONAL_POLICY'], ['政策', 'POLICY'],
    ['国家秘密或者国家安全', 'STATE_SECRET_OR_SECURITY'], ['其他', 'OTHER'], ['法规', 'REGULATION'],
  ]),
  column('notSharedBasis.title', '不予共享依据名称', ['不予共享依据'], 'text', false),
  column('notSharedBasis.article', '不予共享依据条款', [], 'text', false),
  column('aggregation', '归集方式', ['汇聚方式', '接入方式'], 'choice', true, [['物理归集', 'PHYSICAL'], ['逻辑接入', 'LOGICAL'], ['物理', 'PHYSICAL'], ['逻辑', 'LOGICAL']]),
  column('securityLevel', '数据级别', ['安全级别', '数据分级'], 'choice', true, [['一般数据', 'GENERAL'], ['重要数据', 'IMPORTANT'], ['核心数据', 'CORE'], ['一般', 'GENERAL'], ['重要', 'IMPORTANT'], ['核心', 'CORE']]),
  column('scopeOfUse', '使用范围', ['使用要求'], 'text', true),
  column('personalData', '含个人信息', ['是否含个人信息', '是否涉及个人信息'], 'flag', true, YES_NO),
  column('secrecyMark', '涉密标识', ['密级标识'], 'choice', false, [['国家秘密', 'STATE_SECRET'], ['涉密', 'CLASSIFIED']]),
  column('secrecyReviewed', '已完成保密审查', ['保密审查', '是否已保密审查'], 'flag', true, YES_NO),
  column('sharingScope.kind', '共享范围', ['共享范围类型'], 'choice', false, [['仅提供给部分机构', 'SOME_BODIES'], ['仅能够部分提供', 'PARTIAL_DATA']]),
  column('sharingScope.bodies', '共享机构', ['共享对象'], 'list', false),
  column('sharingScope.columns', '共享字段', [], 'list', false),
  column('formatClass', '信息资源格式大类', ['格式大类', '格式分类'], 'choice', false, [
    ['电子文件', 'ELECTRONIC_FILE'], ['电子表格', 'SPREADSHEET'], ['数据库', 'DATABASE'], ['图形图像', 'GRAPHICS'], ['流媒体', 'STREAMING_MEDIA'], ['自描述格式', 'SELF_DESCRIBING'], ['服务接口', 'SERVICE_INTERFACE'],
    ['1', 'ELECTRONIC_FILE'], ['2', 'SPREADSHEET'], ['3', 'DATABASE'], ['4', 'GRAPHICS'], ['5', 'STREAMING_MEDIA'], ['6', 'SELF_DESCRIBING'], ['7', 'SERVICE_INTERFACE'],
  ]),
  column('dataForm', '数据形式', [], 'choice', false, [
    ['文字', 'TEXT'], ['文件', 'FILE'], ['资料', 'MATERIAL'], ['数字', 'NUMBER'], ['数据', 'DATA'], ['图表', 'CHART'], ['图像', 'IMAGE'], ['音频', 'AUDIO'], ['视频', 'VIDEO'], ['电子证照', 'ELECTRONIC_CERTIFICATE'], ['电子档案', 'ELECTRONIC_ARCHIVE'],
  ]),
  column('acquisitionMode', '采集方式', ['数据来源方式'], 'choice', false, [
    ['直接采集', 'DIRECT'], ['通过第三方采集', 'THIRD_PARTY'], ['依法授权管理', 'AUTHORISED_MANAGEMENT'], ['依托政务信息系统形成', 'INFORMATION_SYSTEM'], ['第三方采集', 'THIRD_PARTY'], ['授权管理', 'AUTHORISED_MANAGEMENT'],
  ]),
  column('publicityAttribute', '公开属性', ['政务公开属性'], 'choice', false, [['主动公开', 'PROACTIVE'], ['依申请公开', 'ON_APPLICATION'], ['不予公开', 'NOT_PUBLIC']]),
  column('serviceRelated', '政务服务相关', [], 'flag', false, YES_NO),
  column('parallelApproval', '跨部门并联审批', [], 'flag', false, YES_NO),
  column('sensitive', '信息内容敏感', [], 'flag', false, YES_NO),
  column('highChange', '变化频繁', [], 'flag', false, YES_NO),
  column('timeSensitive', '时效性较强', [], 'flag', false, YES_NO),
  column('collaborative', '协同办公', [], 'flag', false, YES_NO),
  column('spatialCoverage', '空间特征', ['空间范围'], 'text', false),
  column('coversFrom', '数据起始日期', ['时间特征起'], 'day', false),
  column('coversTo', '数据截止日期', ['时间特征止'], 'day', false),
  column('keywords', '关键字', ['关键词'], 'list', false),
  column('contact', '联系方式', ['联系处室'], 'text', false),
  column('functionItem', '职责事项', [], 'text', false),
  column('interfaceId', '服务接口', ['接口服务编号'], 'text', false),
  column('domain', '责任领域', [], 'text', false),
  column('standards', '执行的数据标准', ['数据标准'], 'standards', false),
];

/** Whether a column belongs to a data item: further rows of a resource fill these alone. */
export function isOfItem({ field }: GuideColumn): boolean {
  return field.startsWith('items.');
}
