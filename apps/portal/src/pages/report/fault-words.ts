import { commonWords } from '../../words/common.ts'
import { reportWords } from '../../words/report.ts'
import type { Fault, Field } from '../../report/wizard.ts'

/** The sentence under a field, if it is at fault. */
export function useFaultWords(faults: readonly Fault[]): (field: Field) => string | undefined {
  const common = commonWords.useMessages()
  const t = reportWords.useMessages()
  return (field) => {
    const fault = faults.find((candidate) => candidate.field === field)
    return fault && sentence(fault)
  }

  function sentence(fault: Fault): string {
    switch (fault.rule) {
      case 'missing':
        if (fault.field === 'phone') return common.phoneMissing
        return fault.field === 'place' ? t.placeMissing : common.missing
      case 'too_long':
        return common.chars(fault.is, fault.most)
      case 'digits':
        return common.phoneDigits(fault.is)
      case 'not_a_phone':
        return common.notAPhone
      case 'outside':
        return t.outside
      case 'refused':
        return fault.sentence
    }
  }
}
