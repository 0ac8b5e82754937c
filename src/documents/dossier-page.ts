export type Dossier = Readonly<{
  title: string
  /** 内部材料…: who may see it. */
  mark: string
  sections: readonly Readonly<{
    heading: string
    note?: string
    /** The first row is the head. */
    rows: readonly (readonly string[])[]
  }>[]
  pictures: readonly Readonly<{ file: string; caption: string }>[]
  foot: string
}>

/** One page for a browser or for printing, pictures beside it. Whatever people have typed is shown as typed. */
export function dossierPage({ title, mark, sections, pictures, foot }: Dossier): string {
  return `<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><title>${safe(title)}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file:">
<style>
body { font-family: FangSong, 仿宋, serif; margin: 2em auto; max-width: 60em; line-height: 1.6 }
h1 { text-align: center; font-size: 1.5em } .mark { color: #a00 }
table { border-collapse: collapse; width: 100% } th, td { border: 1px solid #888; padding: .3em .5em; text-align: left; vertical-align: top; overflow-wrap: anywhere }
figure { display: inline-block; width: 46%; margin: 1%; vertical-align: top } img { max-width: 100% }
</style>
<p class="mark">${safe(mark)}</p>
<h1>${safe(title)}</h1>
${sections
  .map(
    ({ heading, note, rows: [head = [], ...rows] }) => `<h2>${safe(heading)}</h2>
${note ? `<p>${safe(note)}</p>` : ''}
<table><tr>${head.map((cell) => `<th>${safe(cell)}</th>`).join('')}</tr>
${rows.map((row) => `<tr>${row.map((cell) => `<td>${safe(cell)}</td>`).join('')}</tr>`).join('\n')}
</table>`,
  )
  .join('\n')}
${pictures.map(({ file, caption }) => `<figure><img src="${safe(file)}" alt=""><figcaption>${safe(caption)}</figcaption></figure>`).join('\n')}
<p>${safe(foot)}</p>
</html>
`
}

function safe(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
