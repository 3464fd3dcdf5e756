import { parseArgs } from 'node:util'
import { type Fault, type Verdict, verifyRecords } from '../platform/audit/seal/verify.ts'
import { withDatabase } from './with-database.ts'

const sentences: Readonly<Record<Fault['kind'], string>> = {
  removed: '记录被删除 · the row was removed',
  changed: '记录被改动 · the row was changed',
  added: '封存之后插入 · the row was added below a sealed position',
  rootDiffers: '该检查点内有记录连同封存被一起改动 · rows of this checkpoint were changed together with their leaves',
  leafRemoved: '封存值被删除 · its leaf was removed',
  leafChanged: '封存值被改动 · its leaf was changed',
  leafAdded: '多出封存值 · a leaf that no checkpoint knows',
  checkpointRemoved: '检查点被删除 · the checkpoint was removed',
  checkpointChanged: '检查点与见证方不一致 · the checkpoint differs from the witness’s copy',
  checkpointForged: '检查点签名不对 · the checkpoint is not signed by the county’s key',
  chainBroken: '检查点与前一个接不上 · the checkpoint does not follow the one before',
  witnessForged: '见证方的副本签名不对 · the witness’s copy is not signed by the county’s key',
}

/** Holds what is recorded against what was sealed, and names what is not as it was. */
export default function auditVerify(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { witness: { type: 'string' } } })
  return withDatabase(async (config, connectionString) => {
    const verdict = await verifyRecords(config, connectionString, values.witness ?? config.audit.witnessDir)
    for (const fault of verdict.faults) console.log(lineOf(fault))
    sayCounts(verdict)
    if (verdict.faults.length > 0) process.exitCode = 1
  })
}

function lineOf({ log, seq, checkpoint, at, kind }: Fault): string {
  const place = [...(seq === null ? [] : [`seq ${seq}`]), ...(checkpoint === null ? [] : [`checkpoint ${checkpoint}`])]
  return `${log}  ${place.join('  ')}  ${at ?? '-'}  ${sentences[kind]}`
}

function sayCounts({ faults, logs, keys, isKeyKnown }: Verdict): void {
  for (const { log, checkpoints, sealed, unsealed, lagSeconds } of logs) {
    const rest = unsealed === 0 ? '' : ` · ${unsealed} 未封存 not sealed yet, oldest ${Math.round(lagSeconds)} s`
    console.log(`${log}  ${checkpoints} checkpoints · ${sealed} 已封存 sealed${rest}`)
  }
  for (const key of keys) console.log(`key  ${key}`)
  if (!isKeyKnown && keys.length > 0)
    console.log(
      '没有密钥文件，签名只与库内公钥核对 · no key file here: signatures were held against the keys in the database',
    )
  console.log(faults.length === 0 ? '完好 · nothing was changed' : `${faults.length} 处不符 · faults`)
}
