/** After the faults are drawn, the first of them takes the focus, so that it is seen and read aloud. */
export function focusFirstFault(): void {
  requestAnimationFrame(() => {
    const fault = [...document.querySelectorAll<HTMLElement>('.fault')].find((each) => each.textContent !== '')
    const part = fault?.closest('.field, fieldset, .question, .person, .visit-part')
    part?.querySelector<HTMLElement>('textarea, input, select, button')?.focus()
    fault?.scrollIntoView({ block: 'center' })
  })
}
