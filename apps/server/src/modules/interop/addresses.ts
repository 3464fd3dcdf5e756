import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import type { Deps } from '../../platform/deps.ts'
import { Problem } from '../../platform/problem/problem.ts'

// Loopback, link-local (cloud metadata among it), private and reserved ranges: a webhook must not reach inwards.
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
  ['ff00::', 8],
  ['::ffff:0:0', 96],
] as const) {
  inward.addSubnet(net, bits, 'ipv6')
}

/** Addresses a host name stands for, none of them inward. Checked again at each delivery: names can be pointed elsewhere. */
export async function refusePrivateAddress(deps: Deps, url: string): Promise<void> {
  // A trial county on one machine has its receivers there too.
  if (deps.config.demo) return
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '')
  const addresses = isIP(host)
    ? [{ address: host, family: isIP(host) }]
    : await lookup(host, { all: true }).catch(() => [])
  const refused =
    addresses.length === 0 ||
    addresses.some(({ address, family }) => inward.check(address, family === 6 ? 'ipv6' : 'ipv4'))
  if (refused) throw new Problem('webhook.address_refused')
}
