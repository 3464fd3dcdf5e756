const XHTML = 'http://www.w3.org/1999/xhtml'
const SVG = 'http://www.w3.org/2000/svg'

/** The screen as it stands, as a picture of twice its size at most: its own elements and styles, drawn by the browser. */
export async function pictureOf(element: HTMLElement): Promise<Blob> {
  const { width, height } = element.getBoundingClientRect()
  const ratio = Math.min(2, Math.max(devicePixelRatio, 1))
  const image = await load(`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgOf(element, width, height))}`)
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width * ratio)
  canvas.height = Math.round(height * ratio)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no canvas')
  context.drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png'),
  )
}

function svgOf(element: HTMLElement, width: number, height: number): string {
  const copy = element.cloneNode(true) as HTMLElement
  // A copied canvas is empty: what was drawn goes along as a picture.
  const drawn = [...element.querySelectorAll('canvas')]
  copy.querySelectorAll('canvas').forEach((canvas, index) => {
    const picture = document.createElement('img')
    picture.src = drawn[index]?.toDataURL() ?? ''
    picture.className = 'drawn'
    canvas.replaceWith(picture)
  })
  const html = document.createElementNS(XHTML, 'html')
  const root = document.documentElement
  for (const name of root.getAttributeNames()) html.setAttribute(name, root.getAttribute(name) ?? '')
  html.style.fontSize = getComputedStyle(root).fontSize
  const style = document.createElement('style')
  style.textContent = `${cssText()}\n.menu,.presentbar{display:none}.drawn{position:absolute;inset:0;width:100%;height:100%}`
  const body = document.createElement('body')
  body.append(style, copy)
  html.append(body)
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('width', String(width))
  svg.setAttribute('height', String(height))
  const foreign = document.createElementNS(SVG, 'foreignObject')
  foreign.setAttribute('width', '100%')
  foreign.setAttribute('height', '100%')
  foreign.append(html)
  svg.append(foreign)
  return new XMLSerializer().serializeToString(svg)
}

/** A picture loads nothing: all styles of the page go into it. */
function cssText(): string {
  return [...document.styleSheets, ...document.adoptedStyleSheets]
    .flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText))
    .join('\n')
}

function load(source: string): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const image = new Image()
    image.onload = () => resolve(image)
    image.onerror = () => reject(new Error('the picture could not be drawn'))
    image.src = source
  })
}
