// Text of unsaid or oddly named encodings. Unsaid text is UTF-8 where it is valid UTF-8 (other encodings
// hardly ever are), else GB18030, which holds GBK and GB 2312.
import { IngestError } from '../ingestError.ts'

export type Decode = (bytes: Uint8Array) => string

/** Language driver ids of dBASE files; 0x57 is the writer's own code page, so says nothing. */
const LANGUAGE_DRIVERS: Readonly<Record<number, string>> = {
  2: 'windows-1252',
  3: 'windows-1252',
  19: 'shift_jis',
  38: 'ibm866',
  77: 'gb18030',
  78: 'euc-kr',
  79: 'big5',
  80: 'windows-874',
  88: 'windows-1252',
  89: 'windows-1252',
  101: 'ibm866',
  120: 'big5',
  121: 'euc-kr',
  122: 'gb18030',
  123: 'shift_jis',
  124: 'windows-874',
  200: 'windows-1250',
  201: 'windows-1251',
  202: 'windows-1254',
  203: 'windows-1253',
}

/** Names as writers spell them, without case and punctuation. */
const SPELLINGS: Readonly<Record<string, string>> = {
  '65001': 'utf-8',
  '936': 'gb18030',
  '54936': 'gb18030',
  '950': 'big5',
  '949': 'euc-kr',
  '932': 'shift_jis',
  '866': 'ibm866',
  '874': 'windows-874',
  gb2312: 'gb18030',
  gbk: 'gb18030',
  gb18030: 'gb18030',
  euccn: 'gb18030',
  big5: 'big5',
  euckr: 'euc-kr',
  eucjp: 'euc-jp',
  shiftjis: 'shift_jis',
  koi8r: 'koi8-r',
  koi8u: 'koi8-u',
  utf8: 'utf-8',
  utf16: 'utf-16le',
  utf16le: 'utf-16le',
  utf16be: 'utf-16be',
}

const UNSAID = new Set(['', 'ansi', 'oem', 'system'])

/** The decoder a .cpg file's text asks for; null where it names none. */
export function decoderNamed(cpg: string): Decode | null {
  const name = cpg.toLowerCase().replace(/[^a-z0-9]/g, '')
  if (UNSAID.has(name)) return null
  const bare = name.replace(/^(ansi|oem|cp|ms|windows|ibm|ldid)(?=\d)/, '')
  const iso = /^(?:iso)?8859(\d\d?)$/.exec(bare)?.[1]
  const label = iso
    ? `iso-8859-${iso}`
    : (SPELLINGS[bare] ?? (/^125\d$/.test(bare) ? `windows-${bare}` : bare))
  const decode = decoderOf(label)
  if (decode) return decode
  throw new IngestError(
    'code-page-unknown',
    `The .cpg file names an unknown code page ${JSON.stringify(cpg.trim().slice(0, 40))}`,
    'Write UTF-8 or GB18030 into it, whichever the .dbf file is in',
  )
}

/** The decoder a .dbf header's language driver id asks for; null where it says none. */
export function decoderOfLanguageDriver(id: number): Decode | null {
  return decoderOf(LANGUAGE_DRIVERS[id] ?? '')
}

/** Text whose encoding nothing names. */
export const decodeUnsaid: Decode = (bytes) => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

function decoderOf(label: string): Decode | null {
  try {
    const decoder = new TextDecoder(label)
    return (bytes) => decoder.decode(bytes)
  } catch {
    return null
  }
}
