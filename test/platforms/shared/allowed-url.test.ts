import { expect, test } from 'vitest'
import { isAllowedUrl } from '../../../src/platforms/shared/allowed-url.ts'
import { pictureType } from '../../../src/platforms/shared/picture-type.ts'

test.each([
  ['https://oapi.dingtalk.com/x', 'oapi.dingtalk.com'],
  ['https://OAPI.DingTalk.com/x', 'oapi.dingtalk.com'],
  ['wss://wss-open-connection.dingtalk.com:443/connect', '*.dingtalk.com'],
  ['https://bucket.oss-cn.aliyuncs.com/a.jpg', '*.aliyuncs.com'],
  ['http://127.0.0.1:4000/x', 'http://127.0.0.1:4000'],
  ['ws://127.0.0.1:4000/connect', 'http://127.0.0.1:4000'],
  ['http://127.0.0.1:4000/x', '127.0.0.1:4000'],
  ['http://localhost:4000/x', 'localhost'],
  ['https://proxy.example.com:8443/x', 'https://proxy.example.com:8443'],
])('%s may be called when %s is allowed', (url, entry) => {
  expect(isAllowedUrl(url, [entry])).toBe(true)
})

test.each([
  ['http://oapi.dingtalk.com/x', 'oapi.dingtalk.com'],
  ['http://oapi.dingtalk.com/x', 'http://oapi.dingtalk.com'],
  ['https://dingtalk.com/x', '*.dingtalk.com'],
  ['https://evildingtalk.com/x', '*.dingtalk.com'],
  ['https://a.dingtalk.com.example.org/x', '*.dingtalk.com'],
  ['https://a.dingtalk.com:8443/x', '*.dingtalk.com'],
  ['https://user@oapi.dingtalk.com/x', 'oapi.dingtalk.com'],
  ['https://oapi.dingtalk.com:pw@example.org/x', 'oapi.dingtalk.com'],
  ['http://127.0.0.1:4001/x', 'http://127.0.0.1:4000'],
  ['http://169.254.169.254/latest', '*.dingtalk.com'],
  ['ftp://oapi.dingtalk.com/x', 'oapi.dingtalk.com'],
  ['oapi.dingtalk.com', 'oapi.dingtalk.com'],
  ['', 'oapi.dingtalk.com'],
])('%s may not be called when %s is allowed', (url, entry) => {
  expect(isAllowedUrl(url, [entry])).toBe(false)
})

test.each([
  ['image/jpeg', [0xff, 0xd8, 0xff, 0xe0]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]],
  ['image/gif', [...Buffer.from('GIF89a')]],
  ['image/bmp', [...Buffer.from('BM....')]],
  ['image/webp', [...Buffer.from('RIFF....WEBPVP8 ')]],
  [undefined, [...Buffer.from('<html><svg>')]],
  [undefined, []],
])('a picture is what its bytes say: %s', (mime, bytes) => {
  expect(pictureType(Uint8Array.from(bytes))).toBe(mime)
})
