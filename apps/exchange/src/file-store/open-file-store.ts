import type { Clock } from '@gongshu/service-kit';
import type { ExchangeSettings } from '../exchange.config.js';
import { DiskFileStore } from './disk-file-store.js';
import type { FileStore } from './file-store.js';
import { S3FileStore, type S3Place } from './s3-file-store.js';

/** The store that the settings name. @throws Error when they name none, or both */
export async function openFileStore(settings: ExchangeSettings, clock: Clock): Promise<FileStore> {
  const { fileStorePath, fileStoreUrl, fileStoreKeyId, fileStoreSecret } = settings;
  if ((fileStorePath === '') === (fileStoreUrl === '')) throw new Error('Settings: either FILE_STORE_PATH or FILE_STORE_URL says where files lie');
  return fileStoreUrl === '' ? DiskFileStore.open(fileStorePath, clock.now()) : S3FileStore.open(s3Place(fileStoreUrl), { accessKeyId: fileStoreKeyId, secretAccessKey: fileStoreSecret });
}

/** Reads `s3://<bucket>?endpoint=<url>&region=<name>`. @throws Error */
export function s3Place(text: string): S3Place {
  const url = URL.canParse(text) ? new URL(text) : null;
  const endpoint = url?.searchParams.get('endpoint') ?? undefined;
  if (url?.protocol !== 's3:' || url.hostname === '' || (endpoint !== undefined && !/^https?:\/\//.test(endpoint))) {
    throw new Error('Settings: FILE_STORE_URL is s3://<bucket>, with ?endpoint=https://… and &region=… where needed');
  }
  return { bucket: url.hostname, region: url.searchParams.get('region') ?? 'us-east-1', endpoint };
}
