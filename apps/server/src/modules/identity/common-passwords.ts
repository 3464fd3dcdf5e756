/**
 * Passwords of ten characters and more that head the published lists of leaked ones, in lower case.
 * Shorter ones need no list: they are refused for their length. Digits after a word are cut off before
 * looking here, so `password` stands for `password2026` too.
 */
export const commonPasswords: ReadonlySet<string> = new Set(
  `
1234567890 12345678910 123456789a 123456789q 1234567891 0123456789 01234567890 9876543210 0987654321 1029384756
1122334455 1111122222 1212121212 123123123123 1231231234 1234512345 123456123456 123456654321 1234567899 11223344556677
147258369 1472583690 7418529630 3216549870 1357924680 2468013579 5201314520 52013145201314 1314520520 1314521314
a123456789 a1234567890 abc1234567 abc123456789 abcd123456 abcd1234567 abcde12345 abcdef1234 abcdefghij abcdefghijk
aa123456789 aa12345678 asd123456789 as123456789 aaaaaa1234 asdfghjkl asdfghjklzxcvbnm asdfasdfasdf asdf1234asdf
q123456789 qq123456789 qwe123456789 qwer123456 qwerty12345 qwerty123456 qwertyuiop qwertyuiop[] qwertyuiopasdfghjkl
qweasdzxc qweasdzxc123 qweqweqwe123 qwerqwer1234 qazwsxedc qazwsxedcrfv 1qaz2wsx3edc 1q2w3e4r5t 1q2w3e4r5t6y 1qazxsw23edc
1qaz@wsx3edc !qaz2wsx3edc zaq12wsxcde3 zxcvbnm123 zxcvbnm1234 zxcvbnmasdfghjkl z123456789 zz123456789 zxc123456789
password password1 passw0rd p@ssw0rd p@ssword pa$$word passwords mypassword password! password@ passwordpassword
admin administrator admin@ adminadmin root rootroot superadmin sysadmin system manager guest welcome welcome1
letmein letmein! changeme changeme! iloveyou iloveyou! trustno1 whatever superman sunshine princess football baseball
starwars computer internet michelle jennifer samsung qwerty monkey dragon master shadow secret default test testtest
woaini woaini520 woaini1314 woaini1314520 woaiwojia woaizhongguo wodemima mima mimamima nihao nihaoma zhongguo zhonghua
beijing shanghai wuhan hubei jingzhou songzi songzishi wangluo dianhua gongzuo gongan zhengfu shequ wangge wanggeyuan
linli linlilinli linli-demo grid gridgrid wangge@ zhili mima@ huawei xiaomi tencent alibaba taobao weixin wechat
`
    .trim()
    .split(/\s+/),
)
