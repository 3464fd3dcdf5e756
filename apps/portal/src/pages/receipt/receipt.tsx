import '../../styles/receipt.css'
import { fullText, Icon, Status, useLocale, whenText } from '@linli/ui'
import { useState } from 'react'
import { type KeptReceipt, receipts } from '../../keep/receipts.ts'
import { useStored } from '../../keep/stored.ts'
import { announce } from '../../parts/announce.tsx'
import { Screen } from '../../parts/screen.tsx'
import { paths } from '../../paths.ts'
import { Link } from '../../router.tsx'
import { commonWords } from '../../words/common.ts'
import { receiptWords } from '../../words/receipt.ts'

/** What was received and what was promised, with the two numbers that open the progress page. */
export default function ReceiptPage({ number }: { number: string }) {
  const t = receiptWords.useMessages()
  const common = commonWords.useMessages()
  useStored(receipts)
  const receipt = receipts.find(number)
  return (
    <Screen
      title={t.title}
      back={paths.home()}
      backKind="close"
      foot={
        <>
          <Link className="go" href={paths.home()}>
            {common.home}
          </Link>
          <Link className="txt" href={paths.report()}>
            {t.another}
          </Link>
        </>
      }
    >
      {receipt ? (
        <Received receipt={receipt} />
      ) : (
        <>
          <p className="lead">{t.gone}</p>
          <Link className="quiet" href={paths.progress(number)}>
            {t.seeProgress}
          </Link>
        </>
      )}
    </Screen>
  )
}

function Received({ receipt }: { receipt: KeptReceipt }) {
  const t = receiptWords.useMessages()
  return (
    <>
      <Status tone="ok" icon="ok">
        {receipt.followed ? t.followed : t.ok}
      </Status>
      {receipt.danger && (
        <p className="danger-box" role="alert">
          <Icon name="alert" />
          {t.danger}
        </p>
      )}
      <Numbers receipt={receipt} />
      <Keeping receipt={receipt} />
      <Promises receipt={receipt} />
      <Link className="quiet" href={paths.progress(receipt.number)}>
        {t.seeProgress}
      </Link>
    </>
  )
}

function Numbers({ receipt: { number, code, phoneEnd } }: { receipt: KeptReceipt }) {
  const t = receiptWords.useMessages()
  const [copied, setCopied] = useState<'yes' | 'failed'>()

  async function copy() {
    const worked = await navigator.clipboard.writeText(t.copyText(number, code)).then(
      () => true,
      () => false,
    )
    setCopied(worked ? 'yes' : 'failed')
    announce(worked ? t.copied : t.copyFailed)
  }

  return (
    <section className="card numbers">
      <dl>
        <dt>{t.number}</dt>
        <dd className="num">{number}</dd>
        <dt>{t.code}</dt>
        <dd className="num">{code}</dd>
      </dl>
      <p>{phoneEnd ? t.smsTo(phoneEnd) : t.codeHint}</p>
      <div className="acts">
        <button type="button" className="b2" onClick={() => void copy()}>
          {copied === 'yes' ? t.copied : copied === 'failed' ? t.copyFailed : t.copy}
        </button>
        <button type="button" className="b2 q" onClick={() => window.print()}>
          {t.print}
        </button>
      </div>
    </section>
  )
}

/** Kept without asking, because a lost code is the commonest trouble; one tap takes it off a shared phone. */
function Keeping({ receipt }: { receipt: KeptReceipt }) {
  const t = receiptWords.useMessages()
  const kept = receipts.isKept(receipt.number)
  return (
    <p className="note keeping">
      <Icon name={kept ? 'check' : 'eyeoff'} />
      <span>
        {kept ? t.kept : t.forgotten}
        <button
          type="button"
          className="link"
          onClick={() => (kept ? receipts.forget(receipt.number) : receipts.keep(receipt))}
        >
          {kept ? t.forget : t.keepAgain}
        </button>
      </span>
    </p>
  )
}

function Promises({ receipt }: { receipt: KeptReceipt }) {
  const t = receiptWords.useMessages()
  const { locale } = useLocale()
  const steps = [
    {
      // What is dangerous goes to whoever is on watch first.
      name: receipt.desk && !receipt.danger ? t.given(receipt.desk[locale]) : t.givenDesk,
      hint: whenText(receipt.sentAt, locale),
      at: receipt.sentAt,
    },
    // Whoever follows an open report joins it on its way.
    ...(receipt.followed
      ? []
      : [{ name: t.acceptBy(whenText(receipt.acceptBy, locale)), hint: t.acceptHint, at: receipt.acceptBy }]),
    { name: t.settleBy(whenText(receipt.settleBy, locale)), hint: t.settleHint, at: receipt.settleBy },
    { name: t.judge, hint: t.judgeHint },
  ]
  return (
    <section aria-labelledby="next-heading">
      <h2 id="next-heading">{t.next}</h2>
      <ol className="plan">
        {steps.map(({ name, hint, at }, index) => (
          <li key={name}>
            <span className={index === 0 ? 'd ok' : 'd'} aria-hidden="true">
              {index === 0 ? <Icon name="check" /> : index + 1}
            </span>
            <b {...(at ? { title: fullText(at, locale) } : {})}>{name}</b>
            <small>{hint}</small>
          </li>
        ))}
      </ol>
    </section>
  )
}
