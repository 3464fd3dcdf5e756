import { useHelpWords } from './help-words.ts'

/** What the page is for; read only when somebody asks. */
export default function PageHelp({ name }: { readonly name: string }) {
  const words: Readonly<Record<string, unknown>> = useHelpWords()
  const text = words[name]
  return typeof text === 'string' ? <p className="pagehelp">{text}</p> : null
}
