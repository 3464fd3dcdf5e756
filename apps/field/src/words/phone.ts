import { defineMessages } from '@linli/ui'

/** Texts about how the app sits on this phone. */
export const phoneMessages = defineMessages(
  {
    looks: '深浅',
    look: { auto: '跟手机', light: '浅色', dark: '深色' },
    homeScreen: '放到桌面',
    homeScreenWhy: '一点就开，没有网络也打得开，手机满了也不会先清掉它。',
    homeScreenByMenu: '在浏览器菜单里点“添加到主屏幕”（或“安装应用”）。',
    put: '放上去',
    notNow: '先不放',
  },
  {
    looks: 'Look',
    look: { auto: 'As the phone', light: 'Light', dark: 'Dark' },
    homeScreen: 'Put it on the home screen',
    homeScreenWhy: 'One touch opens it, with or without a network, and a full phone will not clear it first.',
    homeScreenByMenu: 'In the browser’s menu choose “Add to home screen” (or “Install app”).',
    put: 'Put it there',
    notNow: 'Not now',
  },
)
