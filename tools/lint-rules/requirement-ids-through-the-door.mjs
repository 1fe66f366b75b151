const ID = /\[[A-Z]{3}-[0-9]/;
const DOOR = /\.(it|e2e)\.spec\.ts$/;
const RUNNERS = new Set(['it', 'test', 'describe']);

/** Methods that reach a service whatever they are called on: the bus (`TestService`, `FederationLink`), the demo's caller, and a case driven act by act (`DrivenCase`). */
const SPEAKING_METHODS = new Set(['ask', 'askWithToken', 'announce', 'upload', 'act', 'refusedAct']);
/** Names that collections have too: they speak when the first argument is a path or an address. */
const REST_METHODS = new Set(['get', 'post', 'put', 'patch', 'delete']);
/** `fetch` of the platform, `rawCall`, and the demo's steps. */
const SPEAKING_FUNCTIONS = new Set(['fetch', 'rawCall', 'compileEntry', 'moveEntry', 'offerEntry', 'publishEntry', 'uploadData', 'fileRequest', 'takeTurns', 'fetchRows', 'playHebei']);

const isFunction = (node) => /Function/.test(node?.type ?? '');

/** The first name of `it`, `it.each(…)`, `describe.skipIf(…)`. */
function rootName(callee) {
  if (callee.type === 'Identifier') return callee.name;
  return rootOf(callee) === undefined ? undefined : rootName(rootOf(callee));
}
const rootOf = ({ type, object, callee, tag }) => ({ MemberExpression: object, CallExpression: callee, TaggedTemplateExpression: tag })[type];

function isPath(node) {
  if (node?.type === 'Literal') return /^(\/|https?:)/.test(String(node.value));
  if (node?.type === 'TemplateLiteral') return /^(\/|https?:)/.test(node.quasis[0].value.raw) || (node.quasis[0].value.raw === '' && node.quasis[1]?.value.raw.startsWith('/'));
  if (node?.type === 'BinaryExpression') return isPath(node.left);
  return node?.type === 'Identifier' && /(path|url)$/i.test(node.name);
}

function speaks({ callee, arguments: given }) {
  if (callee.type === 'Identifier') return SPEAKING_FUNCTIONS.has(callee.name);
  if (callee.type !== 'MemberExpression' || callee.computed) return false;
  const { name } = callee.property;
  // A link calls a verb of a neighbouring node: `link.call('130000', verb, body)`.
  return (SPEAKING_METHODS.has(name) && given.length > 0) || (REST_METHODS.has(name) && isPath(given[0])) || (name === 'call' && given.length > 2);
}

const expects = ({ callee }) => rootName(callee) === 'expect';

/**
 * A requirement's id belongs to a test that proves it: in a file of tests on running services, with at least one call that speaks to one through REST or the bus, and at least one
 * expectation. The test's function is followed through the functions of its file; hooks prepare and prove nothing.
 */
export const requirementIdsThroughTheDoor = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      place: 'A requirement id belongs to a test that speaks through REST or the bus (.it.spec.ts, .e2e.spec.ts).',
      silent: 'A test that carries a requirement id speaks to a service through REST or the bus, itself or through a function of this file; what hooks say does not count.',
      expectsNothing: 'A test that carries a requirement id expects something, itself or through a function of this file.',
    },
  },
  create({ filename, sourceCode, report }) {
    const keys = sourceCode.visitorKeys;
    const childrenOf = (node) => (keys[node.type] ?? []).flatMap((key) => node[key] ?? []).filter(Boolean);

    function variableOf(identifier) {
      for (let scope = sourceCode.getScope(identifier); scope !== null; scope = scope.upper) {
        const variable = scope.set.get(identifier.name);
        if (variable !== undefined) return variable;
      }
      return undefined;
    }
    /** What a name stands for in this file: a function, or a constant's value. */
    const valueOf = (identifier) => variableOf(identifier)?.defs.map(({ node }) => (isFunction(node) ? node : node.type === 'VariableDeclarator' ? node.init : null)).find(Boolean);
    const functionOf = (node) => (isFunction(node) ? node : node.type === 'Identifier' ? functionOf(valueOf(node) ?? {}) : undefined);

    /** Functions that are properties or methods in this file, by name: `api.read()` is followed to each `read`. */
    const methods = new Map();
    (function gather(node) {
      if (['Property', 'MethodDefinition'].includes(node.type) && isFunction(node.value)) methods.set(node.key.name, [...(methods.get(node.key.name) ?? []), node.value]);
      childrenOf(node).forEach(gather);
    })(sourceCode.ast);

    /** Every call a function makes, and those of the functions of this file it names. */
    function callsOf(start, seen = new Set()) {
      if (seen.has(start)) return [];
      seen.add(start);
      const calls = [];
      (function walk(node) {
        if (node.type === 'CallExpression') calls.push(node);
        const named = node.type === 'Identifier' ? [functionOf(node)] : node.type === 'MemberExpression' && !node.computed ? (methods.get(node.property.name) ?? []) : [];
        for (const target of named) if (target !== undefined) calls.push(...callsOf(target, seen));
        // A property's name is no use of the function of that name.
        const label = node.computed ? undefined : node.type === 'MemberExpression' ? node.property : node.type === 'Property' ? node.key : undefined;
        for (const child of childrenOf(node)) if (child !== label || node.shorthand) walk(child);
      })(start);
      return calls;
    }

    /** The text of a title or of a table of cases, with that of the constants it names. */
    function textOf(node, seen = new Set()) {
      if (isFunction(node) || seen.has(node)) return '';
      seen.add(node);
      const named = node.type === 'Identifier' ? valueOf(node) : undefined;
      const own = node.type === 'Literal' ? String(node.value) : node.type === 'TemplateElement' ? node.value.raw : '';
      return [own, ...[...childrenOf(node), ...(named === undefined ? [] : [named])].map((child) => textOf(child, seen))].join(' ');
    }
    const carriesId = ({ callee, arguments: [title] }) => title !== undefined && ID.test(`${textOf(title)} ${textOf(callee)}`);

    function checkTest(test) {
      const run = test.arguments.map(functionOf).find(Boolean);
      const calls = run === undefined ? [] : callsOf(run);
      if (!calls.some(speaks)) report({ node: test, messageId: 'silent' });
      else if (!calls.some(expects)) report({ node: test, messageId: 'expectsNothing' });
    }

    return {
      CallExpression(node) {
        const name = rootName(node.callee);
        // `it.each(table)` is the callee of the call that matters.
        if (!RUNNERS.has(name) || (node.parent.type === 'CallExpression' && node.parent.callee === node)) return;
        const around = sourceCode.getAncestors(node).filter((call) => call.type === 'CallExpression' && rootName(call.callee) === 'describe' && call !== node);
        const own = carriesId(node);
        if (!DOOR.test(filename)) {
          if (own) report({ node, messageId: 'place' });
        } else if (name !== 'describe' && (own || around.some(carriesId))) checkTest(node);
      },
    };
  },
};
