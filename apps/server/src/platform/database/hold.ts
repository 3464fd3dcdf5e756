import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** Another process already works on this data. */
export class DataHeldError extends Error {
  constructor(dataDir: string, pid: number) {
    super(
      `${dataDir} 正由另一个进程（${pid}）使用；先停止它，或用 LINLI_DATA 另选数据目录。\n${dataDir} is in use by process ${pid}; stop it, or choose another folder by LINLI_DATA.`,
    )
    this.name = 'DataHeldError'
  }
}

/**
 * Takes the data folder for this process. A mark left by a killed process is recognised by the start time that
 * stands beside its number: numbers come round again.
 * @returns how to let go.
 */
export function holdDataDir(dataDir: string): () => void {
  const file = join(dataDir, 'server.pid')
  const own = `${process.pid} ${startOf(process.pid) ?? ''}`
  for (let tries = 0; tries < 2; tries++) {
    try {
      const mark = openSync(file, 'wx')
      writeSync(mark, own)
      closeSync(mark)
      return () => rmSync(file, { force: true })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
      const [pid, started] = readFileSync(file, 'utf8').split(' ')
      if (Number(pid) > 0 && startOf(Number(pid)) === started && isAlive(Number(pid)))
        throw new DataHeldError(dataDir, Number(pid))
      rmSync(file, { force: true })
    }
  }
  throw new Error(`${file} comes back as fast as it is removed`)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

// Field 22 of /proc/<pid>/stat; elsewhere the number alone has to do.
function startOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19]
  } catch {
    return process.platform === 'linux' ? undefined : ''
  }
}
