// Who is really asking, where a proxy stands in front: forwarded headers count only from addresses that are named as
// proxies; from anybody else they are a visitor's own words.
import { BlockList, isIP } from 'node:net'
import type { Asked } from '../access/principal.ts'

export interface Peers {
  /** The visitor's address; '' where there is no socket. */
  addressOf(asked: Asked): string
  /** Whether the visitor speaks TLS with whatever stands in front. */
  isSecure(asked: Asked): boolean
  /** Scheme and host as the visitor wrote them; null without a host. */
  originOf(asked: Asked): string | null
  isProxy(asked: Asked): boolean
}

/** An address, or addresses by prefix (10.0.0.0/8). */
export const isAddressRange = (text: string): boolean => {
  const [address, prefix, ...rest] = text.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0) return false
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128))
}

export const rangesOf = (setting: string): string[] =>
  setting
    .split(/[,\s]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '')

export function createPeers(proxies: string): Peers {
  const trusted = new BlockList()
  for (const range of rangesOf(proxies)) {
    const [address, prefix] = range.split('/')
    const family = isIP(address) === 4 ? 'ipv4' : 'ipv6'
    if (prefix === undefined) trusted.addAddress(address, family)
    else trusted.addSubnet(address, Number(prefix), family)
  }
  const isTrusted = (address: string): boolean => {
    const family = isIP(address)
    return family !== 0 && trusted.check(address, family === 4 ? 'ipv4' : 'ipv6')
  }
  const isProxy = ({ remoteAddress }: Asked): boolean => isTrusted(plainAddress(remoteAddress ?? ''))
  /** The newest word of a list that a trusted proxy sent. */
  const forwarded = (asked: Asked, name: string): string | undefined =>
    isProxy(asked) ? asked.header(name)?.split(',').at(-1)?.trim() : undefined
  const isSecure = (asked: Asked): boolean => forwarded(asked, 'x-forwarded-proto') === 'https'
  return {
    isProxy,
    isSecure,
    addressOf(asked) {
      let address = plainAddress(asked.remoteAddress ?? '')
      const hops = asked.header('x-forwarded-for')?.split(',') ?? []
      for (let hop = hops.length - 1; hop >= 0 && isTrusted(address); hop--) {
        const claimed = plainAddress(hops[hop].trim())
        if (isIP(claimed) === 0) break
        address = claimed
      }
      return address
    },
    originOf(asked) {
      const host = forwarded(asked, 'x-forwarded-host') ?? asked.header('host')
      return host === undefined ? null : `${isSecure(asked) ? 'https' : 'http'}://${host}`
    },
  }
}

/** IPv4 as it is, also where the socket speaks IPv6. */
const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '')

/** The host part of a Host header is this machine's own: what a rebound DNS name cannot be. */
export function isLoopbackHost(host: string | undefined): boolean {
  if (host === undefined) return false
  const name = host.replace(/:\d+$/, '').toLowerCase()
  return name === 'localhost' || name === '[::1]' || /^127(\.\d{1,3}){3}$/.test(name)
}
