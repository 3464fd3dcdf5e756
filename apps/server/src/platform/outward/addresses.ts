import dns from 'node:dns'
import { lookup } from 'node:dns/promises'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import type { Deps } from '../deps.ts'
import { Problem } from '../problem/problem.ts'

// Loopback, link-local (cloud metadata among it), private and reserved ranges: what is sent to an address
// that somebody typed in must not reach inwards.
const inward = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  inward.addSubnet(net, bits, 'ipv4')
}
for (const [net, bits] of [
  ['::', 128],
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
  // IPv4 in the clothes of IPv6: translated, 6to4. Mapped addresses (::ffff:0:0/96) fall under the IPv4 rules by
  // themselves; a rule of their own would take in every IPv4 address.
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2002::', 16],
] as const) {
  inward.addSubnet(net, bits, 'ipv6')
}

export function isInward(address: string): boolean {
  return inward.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

/**
 * Inside a government network every receiver has an inward address: whoever runs the platform names them. A trial county
 * on one machine has its receivers there too.
 */
export function mayReachInward(deps: Deps, url: string): boolean {
  return deps.config.demo || deps.config.webhookInwardHosts.includes(hostOf(url))
}

const hostOf = (url: string) => new URL(url).hostname.replace(/^\[|\]$/g, '')

/** Whether the host is no inward address, and its name stands for none. */
export async function isOutward(url: string): Promise<boolean> {
  const host = hostOf(url)
  const addresses = isIP(host) ? [{ address: host }] : await lookup(host, { all: true }).catch(() => [])
  return addresses.length > 0 && !addresses.some(({ address }) => isInward(address))
}

/** Refuses a host that is, or whose name stands for, an inward address; at once, for whoever types it in. */
export async function refusePrivateAddress(deps: Deps, url: string): Promise<void> {
  if (!mayReachInward(deps, url) && !(await isOutward(url))) throw new Problem('webhook.address_refused')
}

/**
 * Resolves a name for a connection, refusing inward addresses. Names can be pointed elsewhere between a check and the
 * connection, so what is checked here is what the connection then takes.
 */
export const outwardLookup: LookupFunction = (host, options, done) => {
  dns.lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, '')
    const [first] = addresses
    if (!first || addresses.some(({ address }) => isInward(address)))
      return done(new Problem('webhook.address_refused'), '')
    if (options.all === true) return done(null, addresses)
    return done(null, first.address, first.family)
  })
}
