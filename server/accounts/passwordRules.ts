// What makes a password acceptable, after common practice for systems of protection level 3 (GB/T 22239): ten characters,
// three of four kinds, neither the name in it nor one that everybody tries. Pure.
import type { PasswordFault } from '#data/model/account.ts'

const LEAST_LENGTH = 10
const LEAST_KINDS = 3
const KINDS = [/\p{Lu}/u, /\p{Ll}/u, /\p{N}/u, /[^\p{Lu}\p{Ll}\p{N}]/u]
/** A name shorter than this is in too much by chance. */
const SHORTEST_NAME = 3

/** Stems of what is tried first, figures and signs dropped and look-alikes undone. */
const COMMON_STEMS = [
  ...[
    'password',
    'passw',
    'admin',
    'administrator',
    'root',
    'welcome',
    'letmein',
    'iloveyou',
    'monkey',
    'test',
  ],
  ...[
    'qwerty',
    'qwertyuiop',
    'qwer',
    'qweasd',
    'qazwsx',
    'asdf',
    'asdfghjkl',
    'zxcvbn',
    'zxcvbnm',
    'abc',
    'abcd',
  ],
  ...[
    'abcdef',
    'woaini',
    'woaizhongguo',
    'zhongguo',
    'china',
    'jingwei',
    'wangge',
    'changeme',
    'default',
    'system',
  ],
  ...[
    'user',
    'guest',
    'master',
    'dragon',
    'sunshine',
    'princess',
    'football',
    'superman',
    'huawei',
    'mima',
    'a',
    '',
  ],
]
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  '@': 'a',
  '0': 'o',
  '1': 'l',
  '3': 'e',
  $: 's',
  '5': 's',
}

/** All that is wrong with it; none: it is taken. */
export function passwordFaults(password: string, names: readonly string[]): PasswordFault[] {
  const faults: PasswordFault[] = []
  if ([...password].length < LEAST_LENGTH) faults.push('too-short')
  if (KINDS.filter((kind) => kind.test(password)).length < LEAST_KINDS) faults.push('too-simple')
  const lower = password.toLowerCase()
  const isNamed = (name: string): boolean =>
    name.length >= SHORTEST_NAME && lower.includes(name.toLowerCase())
  if (names.some(isNamed)) faults.push('has-name')
  if (isCommon(lower)) faults.push('common')
  return faults
}

function isCommon(lower: string): boolean {
  const plain = lower.replace(/[^\p{L}]/gu, '')
  const undone = lower.replace(/[@013$5]/g, (sign) => LOOK_ALIKES[sign]).replace(/[^\p{L}]/gu, '')
  const isRepeated = new Set(lower).size < 5
  return isRepeated || COMMON_STEMS.includes(plain) || COMMON_STEMS.includes(undone)
}
