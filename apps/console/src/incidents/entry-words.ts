import type { LogEntry } from '@linli/contract/incident-shapes'
import type { useMessages } from './messages.ts'

type Words = ReturnType<typeof useMessages>

const text = (value: unknown) => (typeof value === 'string' ? value : '')

/** What an entry says beyond its words, in the reader's language. */
export function beside(m: Words, locale: 'zh' | 'en', { kind, facts }: LogEntry): string {
  switch (kind) {
    case 'moved':
      return `${m.states[text(facts['from'])] ?? ''} → ${m.states[text(facts['to'])] ?? ''}`
    case 'task':
      return facts['withdrawn'] === undefined
        ? m.to(text(facts['to']))
        : `${m.taskStates['withdrawn']}：${text(facts['withdrawn'])}`
    case 'receipt': {
      const steps: Readonly<Record<string, string>> = m.steps
      return [steps[text(facts['step'])], text(facts['task'])].join(' · ')
    }
    case 'call':
      return [text(facts['name']), facts['reached'] === true ? m.reached : m.notReached].filter(Boolean).join(' · ')
    case 'check':
      return checkWords(m, locale, facts)
    case 'broadcast':
      return m.read(0, Number(facts['told'] ?? 0)).replace(/^.*$/, `→ ${Number(facts['told'] ?? 0)}`)
    case 'lesson':
      return facts['settled'] === undefined ? m.to(text(facts['unit'])) : m.settled(text(facts['settled']))
    case 'opened':
    case 'changed':
      return changedWords(m, facts)
    case 'plan':
    case 'note':
    case 'decision':
    case 'report':
      return ''
  }
}

function checkWords(m: Words, locale: 'zh' | 'en', facts: LogEntry['facts']): string {
  const names = facts['names'] as { zh?: string; en?: string } | undefined
  const what =
    typeof facts['owner'] === 'string' ? m.owned(facts['owner']) : facts['done'] === true ? m.ticked : m.unticked
  return locale === 'en' ? [names?.en, what].filter(Boolean).join(' · ') : what
}

function changedWords(m: Words, facts: LogEntry['facts']): string {
  const parts: string[] = []
  const { severity, commander } = facts
  if (typeof severity === 'string') parts.push(m.severities[severity] ?? '')
  if (Array.isArray(severity)) parts.push(severity.map((one) => m.severities[text(one)] ?? '').join(' → '))
  if (Array.isArray(commander)) parts.push(`${m.commander} ${commander.map(text).join(' → ')}`)
  return parts.join(' · ')
}
