import { defineMessages } from '@linli/ui'

export const { useMessages: useArrangeWords } = defineMessages(
  {
    bar: '排版',
    help: '拖动挪位置，拖右下角改大小。键盘：方向键挪动，Shift 加方向键改大小，Delete 收起。',
    handle: (name: string) => `${name}：方向键挪动，Shift 加方向键改大小，Delete 收起`,
    hide: (name: string) => `收起 ${name}`,
    stands: (name: string, x: number, y: number, w: number, h: number, others: readonly string[]) =>
      `${name}：第 ${x} 列第 ${y} 行，宽 ${w} 格高 ${h} 格${others.length > 0 ? `；${others.join('、')}让了位置` : ''}`,
    wasReset: '这是默认的排版。按“存下”才换上；不想换就按“不改了”。',
    noRoom: '放不下。请先缩小或收起别的部分。',
    cancel: '不改了',
    reset: '恢复默认',
    save: '存下，全县的屏都用',
  },
  {
    bar: 'Arrange',
    help: 'Drag to move, drag the corner to resize. Keys: arrows move, Shift with arrows resizes, Delete hides.',
    handle: (name: string) => `${name}: arrows move, Shift with arrows resizes, Delete hides`,
    hide: (name: string) => `Hide ${name}`,
    stands: (name: string, x: number, y: number, w: number, h: number, others: readonly string[]) =>
      `${name}: column ${x}, row ${y}, ${w} wide, ${h} high${others.length > 0 ? `; made room: ${others.join(', ')}` : ''}`,
    wasReset: 'As delivered. It takes effect once saved; “Leave it” keeps what was.',
    noRoom: 'There is no room. Make another part smaller or hide it first.',
    cancel: 'Leave it',
    reset: 'As delivered',
    save: 'Save for all screens',
  },
)
