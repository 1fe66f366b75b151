import { Choice, DayField, Flag, Id, Part, Parts, Slug, Text, Texts, Whole } from '../fields.js';

/** Form in which data is recorded (数据形式): 文字, 文件, 资料, 数字, 数据, 图表, 图像, 音频, 视频, 电子证照, 电子档案 (fushun 3, jian 2, liaoning 3). */
export const DATA_FORMS = ['TEXT', 'FILE', 'MATERIAL', 'NUMBER', 'DATA', 'CHART', 'IMAGE', 'AUDIO', 'VIDEO', 'ELECTRONIC_CERTIFICATE', 'ELECTRONIC_ARCHIVE'] as const;
/** How data was obtained: 直接采集, 通过第三方采集, 依法授权管理, 依托政务信息系统形成 (fushun 3, jian 2, liaoning 3). */
export const ACQUISITION_MODES = ['DIRECT', 'THIRD_PARTY', 'AUTHORISED_MANAGEMENT', 'INFORMATION_SYSTEM'] as const;
/** 公开属性: 主动公开, 依申请公开, 不予公开 (jian 10). */
export const PUBLICITY_ATTRIBUTES = ['PROACTIVE', 'ON_APPLICATION', 'NOT_PUBLIC'] as const;
/** 信息资源格式大类 of the guide of 2017: 电子文件, 电子表格, 数据库, 图形图像, 流媒体, 自描述格式, 服务接口. */
export const FORMAT_CLASSES = ['ELECTRONIC_FILE', 'SPREADSHEET', 'DATABASE', 'GRAPHICS', 'STREAMING_MEDIA', 'SELF_DESCRIBING', 'SERVICE_INTERFACE'] as const;
export const SHARING_SCOPES = ['SOME_BODIES', 'PARTIAL_DATA'] as const;

/** With whom, or how much, conditional data is shared (weihai 17). */
export class SharingScope {
  @Choice(SHARING_SCOPES, { description: '仅提供给部分机构 / 仅能够部分提供' }) readonly kind!: string;
  @Texts({ optional: true, min: 1, description: 'Bodies it is shared with; needed for SOME_BODIES' }) readonly bodies?: string[];
  @Texts({ optional: true, min: 1, most: 300, max: 63, description: 'Columns that are shared; needed for PARTIAL_DATA' }) readonly columns?: string[];
}

/** A data standard that the items follow, in the version by which they are described. */
export class StandardUse {
  @Slug() readonly code!: string;
  @Whole({ min: 1, max: 1_000_000 }) readonly version!: number;
}

/** What an entry may say besides what every entry says; a regulation may demand any of it. Names in brackets are those of the guide of 2017 and of the texts. */
export class EntryFeatures {
  @Choice(DATA_FORMS, { optional: true, description: 'Form of the data (数据形式)' }) readonly dataForm?: string;
  @Choice(ACQUISITION_MODES, { optional: true, description: 'How the data was obtained (采集方式)' }) readonly acquisitionMode?: string;
  @Choice(FORMAT_CLASSES, { optional: true, description: 'Class of the format (信息资源格式大类)' }) readonly formatClass?: string;
  @Choice(PUBLICITY_ATTRIBUTES, { optional: true, description: 'Publicity attribute (公开属性)' }) readonly publicityAttribute?: string;
  @Part(() => SharingScope, { optional: true, description: 'Scope of conditional sharing (共享范围)' }) readonly sharingScope?: SharingScope;
  @Flag({ optional: true, description: 'Related to government services (政务服务相关)' }) readonly serviceRelated?: boolean;
  @Flag({ optional: true, description: 'Used in parallel approval of several departments (跨部门并联审批)' }) readonly parallelApproval?: boolean;
  @Flag({ optional: true, description: 'Sensitive content (信息内容敏感)' }) readonly sensitive?: boolean;
  @Flag({ optional: true, description: 'Changes frequently (变化频繁)' }) readonly highChange?: boolean;
  @Flag({ optional: true, description: 'Time-sensitive (时效性较强)' }) readonly timeSensitive?: boolean;
  @Flag({ optional: true, description: 'Used in collaborative work (协同办公)' }) readonly collaborative?: boolean;
  @Text({ optional: true, max: 500, description: 'Area the data cover (空间特征)', example: '河北省' }) readonly spatialCoverage?: string;
  @DayField({ optional: true, description: 'First day the data cover (时间特征)' }) readonly coversFrom?: string;
  @DayField({ optional: true, description: 'Last day the data cover' }) readonly coversTo?: string;
  @Texts({ optional: true, most: 50, max: 64, pattern: /^[0-9A-Z]{4,32}\/\d{4,}$/, description: 'Codes of the same resource elsewhere in the catalogue (关联资源代码)' }) readonly relatedCodes?: string[];
  @Texts({ optional: true, most: 20, max: 50, description: 'Keywords (关键字)' }) readonly keywords?: string[];
  @Text({ optional: true, description: 'Office to turn to with questions, never a person (联系方式)' }) readonly contact?: string;
  @Id({ optional: true, description: 'Function of the duty list by which the data arise (职责事项)' }) readonly functionItem?: string;
  @Id({ optional: true, description: 'Registered interface that serves the data (服务接口)' }) readonly interfaceId?: string;
  @Text({ optional: true, description: 'Responsibility domain (责任领域)' }) readonly domain?: string;
  @Parts(() => StandardUse, { optional: true, most: 20, description: 'Data standards that the items follow (执行的数据标准)' }) readonly standards?: StandardUse[];
}
