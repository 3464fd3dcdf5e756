const KEY = 'linli.new-build'
const AGAIN_MS = 60_000

/**
 * A page that was opened before its face was built anew asks for parts that are gone. It is loaded anew, where the
 * server can be reached and it has not been tried just now.
 */
export function followNewBuilds(): void {
  addEventListener('vite:preloadError', () => {
    if (Date.now() - Number(sessionStorage.getItem(KEY)) < AGAIN_MS) return
    void fetch('/healthz', { cache: 'no-store' }).then(
      ({ ok }) => {
        if (!ok) return
        sessionStorage.setItem(KEY, String(Date.now()))
        location.reload()
      },
      // No network: what is on the page is worth more than a new one.
      () => undefined,
    )
  })
}
