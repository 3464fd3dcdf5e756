import { Icon } from '@linli/ui'
import { DangerNumbers } from '../../parts/danger-numbers.tsx'
import { reportWords } from '../../words/report.ts'

// Words that people use when minutes count. Too many hints cost a glance, too few may cost a life.
const alarming =
  /着火|起火|失火|冒烟|爆炸|燃气|煤气|漏气|触电|漏电|溺水|落水|掉进|跳楼|轻生|自杀|晕倒|昏迷|流血|受伤|砸到|坍塌|塌方|打人|打架|持刀|被困|救命|中毒|\b(fire|smoke|gas leak|electrocut|drown|suicide|unconscious|bleed|injur|collaps|knife|trapped|help me)/i

const calls = [
  ['110', 'call110'],
  ['119', 'call119'],
  ['120', 'call120'],
] as const

export function soundsDangerous(words: string): boolean {
  return alarming.test(words)
}

/** The telephone before the form: a quiet line always, three buttons when the words sound like danger. */
export function DangerHint({ words }: { words: string }) {
  const t = reportWords.useMessages()
  if (!soundsDangerous(words)) return <DangerNumbers words={t.dangerHint} />
  return (
    <section className="danger-box" role="alert">
      <p>
        <Icon name="alert" />
        {t.dangerWords}
      </p>
      <div className="danger-calls">
        {calls.map(([number, name]) => (
          <a key={number} href={`tel:${number}`}>
            <Icon name="phone" />
            {t[name]}
          </a>
        ))}
      </div>
    </section>
  )
}
