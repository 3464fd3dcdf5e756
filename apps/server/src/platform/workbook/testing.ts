import { strToU8, zipSync } from 'fflate'

const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006/relationships'
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

export interface TestSheet {
  readonly name: string
  /** What stands between `<sheetData>` and its end. */
  readonly rows: string
  /** What follows the rows. */
  readonly tail?: string
}

export interface TestBook {
  readonly sheets: readonly TestSheet[]
  readonly names?: string
  readonly sharedTexts?: readonly string[]
  readonly parts?: Readonly<Record<string, string>>
}

/** A workbook as spreadsheets write it, by hand, so that a test sees every letter. Style 1 is a day, style 2 is bold. */
export function testWorkbook({ sheets, names = '', sharedTexts = [], parts = {} }: TestBook): Buffer {
  const files: Record<string, string> = {
    '[Content_Types].xml': `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/calcChain.xml"/></Types>`,
    '_rels/.rels': `${head}<Relationships xmlns="${packages}"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${head}<workbook ${main} xmlns:r="${relations}"><sheets>${sheets
      .map(({ name }, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`)
      .join('')}</sheets>${names === '' ? '' : `<definedNames>${names}</definedNames>`}</workbook>`,
    'xl/_rels/workbook.xml.rels': `${head}<Relationships xmlns="${packages}">${sheets
      .map(
        (_, index) =>
          `<Relationship Id="rId${index + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
      )
      .join(
        '',
      )}<Relationship Id="s1" Type="${relations}/styles" Target="styles.xml"/><Relationship Id="t1" Type="${relations}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="c1" Type="${relations}/calcChain" Target="calcChain.xml"/></Relationships>`,
    'xl/styles.xml': `${head}<styleSheet ${main}><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts><fonts><font/><font><b/></font></fonts><cellXfs><xf/><xf numFmtId="164"/><xf fontId="1"><alignment horizontal="center"/></xf></cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `${head}<sst ${main}>${sharedTexts.map((text) => `<si>${text}</si>`).join('')}</sst>`,
    'xl/calcChain.xml': `${head}<calcChain ${main}/>`,
    ...parts,
  }
  for (const [index, { rows, tail = '' }] of sheets.entries())
    files[`xl/worksheets/sheet${index + 1}.xml`] =
      `${head}<worksheet ${main} xmlns:r="${relations}"><sheetData>${rows}</sheetData>${tail}</worksheet>`
  return Buffer.from(zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)]))))
}

export const inline = (at: string, text: string, style = 0) =>
  `<c r="${at}" s="${style}" t="inlineStr"><is><t>${text}</t></is></c>`
export const formula = (at: string, text: string) => `<c r="${at}"><f>${text}</f><v>0</v></c>`
