import { join } from 'node:path';
import { Deployment } from 'kubernetes-models/apps/v1';
import { Job } from 'kubernetes-models/batch/v1';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { ConfigMap, Namespace, PersistentVolumeClaim, Service } from 'kubernetes-models/v1';
import ts from 'typescript';
import { nameOf, ROOT, type Rendered } from './rendered.js';

type Checkable = new (content: never) => { validate(): void };
const MODELS: Readonly<Record<string, Checkable>> = {
  'apps/v1 Deployment': Deployment,
  'batch/v1 Job': Job,
  'networking.k8s.io/v1 NetworkPolicy': NetworkPolicy,
  'policy/v1 PodDisruptionBudget': PodDisruptionBudget,
  'v1 ConfigMap': ConfigMap,
  'v1 Namespace': Namespace,
  'v1 PersistentVolumeClaim': PersistentVolumeClaim,
  'v1 Service': Service,
};
/** Resources of operators: their schema is the operator's, so they are listed and not checked. */
const OF_OPERATORS = ['postgresql.cnpg.io/v1 Cluster'];

const typeOf = ({ apiVersion, kind }: Rendered): string => `${apiVersion} ${kind}`;
const checked = (objects: readonly Rendered[]): Rendered[] => objects.filter((object) => !OF_OPERATORS.includes(typeOf(object)));

/** What Kubernetes' schema has against the objects: wrong or missing values. */
export function schemaFaults(objects: readonly Rendered[]): string[] {
  return checked(objects).flatMap((object) => {
    const Model = MODELS[typeOf(object)];
    if (Model === undefined) return [`${nameOf(object)}: no schema for ${typeOf(object)}`];
    try {
      new Model(object as never).validate();
      return [];
    } catch (error) {
      return [`${nameOf(object)}: ${error instanceof Error ? error.message : String(error)}`];
    }
  });
}

/** Fields that Kubernetes does not know and would drop silently: the schema's types refuse them in a literal. */
export function unknownFields(objects: readonly Rendered[]): string[] {
  const file = join(ROOT, 'deploy/rendered-objects.ts');
  const lines = checked(objects).map((object, index) => {
    const group = object.apiVersion;
    return `export const o${String(index)}: import('kubernetes-models/${group}').I${object.kind} = ${JSON.stringify(object)};`;
  });
  const options: ts.CompilerOptions = { strict: true, noEmit: true, skipLibCheck: true, types: [], module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, target: ts.ScriptTarget.ES2023 };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (name, ...rest) => (name === file ? ts.createSourceFile(name, lines.join('\n'), ts.ScriptTarget.ES2023) : getSourceFile(name, ...rest));
  host.fileExists = (name) => name === file || fileExists(name);
  host.readFile = (name) => (name === file ? lines.join('\n') : readFile(name));
  return ts.getPreEmitDiagnostics(ts.createProgram([file], options, host)).map(({ messageText, file: source, start = 0 }) => {
    const line = source?.getLineAndCharacterOfPosition(start).line;
    const object = line === undefined ? undefined : checked(objects)[line];
    return `${object === undefined ? '' : nameOf(object)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}
