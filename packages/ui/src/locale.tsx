import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'

export type Locale = 'zh' | 'en'
interface LocaleState {
  readonly locale: Locale
  readonly setLocale: (locale: Locale) => void
}

const KEY = 'linli.locale'
const LocaleContext = createContext<LocaleState>({ locale: 'zh', setLocale: () => {} })

export function storedLocale(): Locale {
  return localStorage.getItem(KEY) === 'en' ? 'en' : 'zh'
}

/** Chinese unless somebody chose otherwise on this device; the page's language follows, for screen readers. */
export function LocaleProvider({ children }: { children: ReactNode }) {
  const [locale, choose] = useState(storedLocale)
  useEffect(() => {
    document.documentElement.lang = locale === 'zh' ? 'zh-CN' : 'en'
  }, [locale])
  const state = useMemo(
    () => ({
      locale,
      setLocale: (next: Locale) => {
        localStorage.setItem(KEY, next)
        choose(next)
      },
    }),
    [locale],
  )
  return <LocaleContext value={state}>{children}</LocaleContext>
}

export function useLocale(): LocaleState {
  return useContext(LocaleContext)
}

/** A text, a function of its parameters, or a list of texts by key. */
type Message = string | ((...values: never[]) => string) | Readonly<Record<string, string>>
type Table = Readonly<Record<string, Message>>

/** A face's texts: English must have exactly the keys of the Chinese, each of the same form, or it does not compile. */
export function defineMessages<T extends Table>(zh: T, en: { [K in keyof T]: T[K] extends string ? string : T[K] }) {
  const tables = { zh, en } as const
  return {
    tables,
    useMessages: () => tables[useLocale().locale],
  }
}
