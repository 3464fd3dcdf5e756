/** A paper as data, whatever form it takes: an A4 PDF, or a workbook with a sheet per table. */
export interface PrintDocument {
  readonly locale: 'zh' | 'en'
  readonly title: string
  /** Of what and when, under the title. */
  readonly subtitle: string
  readonly parts: readonly PrintPart[]
  /** At the foot of every page, before its number. */
  readonly foot: string
}

export type PrintPart = PrintTable | PrintText

export interface PrintTable {
  readonly kind: 'table'
  readonly title: string
  readonly columns: readonly PrintColumn[]
  readonly rows: readonly (readonly PrintValue[])[]
}

export interface PrintColumn {
  readonly words: string
  /** Share of the width. */
  readonly width: number
  /** Figures stand at the right. */
  readonly figures?: boolean
}

/** Null: nothing to tell. */
export type PrintValue = string | number | null

export interface PrintText {
  readonly kind: 'text'
  readonly title?: string
  readonly small?: boolean
  readonly paragraphs: readonly string[]
}
