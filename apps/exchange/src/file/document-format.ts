const DOCUMENT_CLASSES: ReadonlySet<string> = new Set(['ELECTRONIC_FILE', 'GRAPHICS', 'STREAMING_MEDIA', 'SELF_DESCRIBING']);
/** Formats of the guide of 2017 that no table has, for entries that state no class. */
const DOCUMENT_FORMATS = /^\s*\.?(ofd|pdf|wps|docx?|rtf|txt|pptx?|html?|jpe?g|gif|png|bmp|tiff?|swf|rm|mpe?g|mp[34]|avi|wav|mkv|xml|zip|rar)\b/i;

/** Whether an entry's data are documents rather than tables: by the class of its format, or by its name where no class is stated. */
export function isDocumentFormat(format: string, formatClass: string | undefined): boolean {
  return formatClass === undefined ? DOCUMENT_FORMATS.test(format) : DOCUMENT_CLASSES.has(formatClass);
}
