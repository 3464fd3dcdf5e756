import { type IconName, iconShapes } from './icon-shapes.ts'

export type { IconName } from './icon-shapes.ts'

/** A line icon in the colour of the text beside it. Decoration unless it has a `label`. */
export function Icon({ name, label }: { name: IconName; label?: string }) {
  return (
    <svg
      className="i"
      viewBox="0 0 20 20"
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
      // Shapes are constants of this package, never data.
      dangerouslySetInnerHTML={{ __html: iconShapes[name] }}
    />
  )
}

/** The house: two roofs side by side. */
export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="var(--logo-bg,#00557b)" />
      <g fill="none" stroke="var(--logo-fg,#fff)" strokeWidth="2.2" strokeLinejoin="round">
        <path d="M6.500 25V13.400L12 8.600l5.500 4.800V25z" />
        <path d="M17.500 15.600l3.600-3.200 4.900 4.200V25h-8.500" />
      </g>
      <path d="M10.400 25v-5.600h3.200V25z" fill="var(--logo-fg,#fff)" />
    </svg>
  )
}
