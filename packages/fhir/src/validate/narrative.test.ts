import { describe, expect, it } from 'vitest';
import { Inspection } from './inspection.ts';
import { inspectNarrative } from './narrative.ts';

const verdict = (xhtml: string): string => {
  const at = new Inspection(10, false);
  inspectNarrative(xhtml, at);
  const [issue] = at.issues;
  return issue === undefined ? 'valid' : [issue.code, ...Object.values(issue.params ?? {})].join(' ');
};

const div = (content: string) => verdict(`<div xmlns="http://www.w3.org/1999/xhtml">${content}</div>`);

describe('a narrative', () => {
  it.each([
    'Ból ustąpił &amp; pacjent wyszedł o 10:30 &#160; &#xA0; &nbsp;',
    '<p class="a" style="color: red">a<br/>b<br /></p><!-- note -->',
    '<table><thead><tr><th colspan="2">a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>',
    '<a href="https://example.org/a?b=c&amp;d=e">a</a><a href="#x">b</a><a href="mailto:a@b">c</a><a href="Patient/1">d</a>',
    '<img src="#image" alt="a"/>',
    '<img src="data:image/png;base64,AAAA" alt=\'a\'/>',
    '<p title="a > b">a</p>',
  ])('may have formatting: %s', (content) => {
    expect(div(content)).toBe('valid');
  });

  it.each([
    ['<script>alert(1)</script>', 'CRYO-146 script'],
    ['<SCRIPT>alert(1)</SCRIPT>', 'CRYO-146 SCRIPT'],
    ['<iframe src="https://example.org"/>', 'CRYO-146 iframe'],
    ['<object data="a"/>', 'CRYO-146 object'],
    ['<form><input name="a"/></form>', 'CRYO-146 form'],
    ['<link rel="stylesheet" href="a"/>', 'CRYO-146 link'],
    ['<style>a</style>', 'CRYO-146 style'],
    ['<svg onload="alert(1)"/>', 'CRYO-146 svg'],
    ['<x:script xmlns:x="http://www.w3.org/1999/xhtml">a</x:script>', 'CRYO-146 x:script'],
    ['<p onclick="alert(1)">a</p>', 'CRYO-147 p onclick'],
    ['<img src="a" onerror="alert(1)"/>', 'CRYO-147 img onerror'],
    ['<a href="javascript:alert(1)">a</a>', 'CRYO-147 a href'],
    ['<a href=" Java\tScript:alert(1)">a</a>', 'CRYO-147 a href'],
    ['<a href="java&#x73;cript&colon;alert(1)">a</a>', 'CRYO-147 a href'],
    ['<a href="&#1;javascript:alert(1)">a</a>', 'CRYO-147 a href'],
    ['<a href="data:text/html;base64,AAAA">a</a>', 'CRYO-147 a href'],
    ['<img src="data:image/svg+xml;base64,AAAA"/>', 'CRYO-147 img src'],
    ['<p style="background: url(https://example.org)">a</p>', 'CRYO-147 p style'],
    ['<p style="width: expression(alert(1))">a</p>', 'CRYO-147 p style'],
    ['<p style="background: u\\72l(a)">a</p>', 'CRYO-147 p style'],
    ['<p xmlns="http://www.w3.org/2000/svg">a</p>', 'CRYO-147 p xmlns'],
    ['<p xml:base="https://example.org">a</p>', 'CRYO-147 p xml:base'],
  ])('has nothing that runs or loads: %s', (content, expected) => {
    expect(div(content)).toBe(expected);
  });

  it.each([
    ['<p>a', '</div>'],
    ['<p>a</b>', '</b>'],
    ['a & b', '"&"'],
    ['a &b c', '"&"'],
    ['a < b', '"<"'],
    ['<p class=a>b</p>', '"<"'],
    ['<p a="1" a="2">b</p>', '"<"'],
    ['<p class="a"title="b">c</p>', '"<"'],
    ['<p', '"<"'],
    ['<![CDATA[a]]>', '"<"'],
    ['<?php a ?>', '"<"'],
    ['<!-- a -- b -->', '"<!--"'],
    ['<!-- a', '"<!--"'],
    ['</p>', '</p>'],
  ])('is well-formed: not %s', (content, reason) => {
    expect(div(content)).toMatch(`CRYO-145 ${reason}`);
  });

  it('is one div with something in it', () => {
    expect(verdict('<div>a</div>')).toBe('valid');
    expect(verdict(' <div>a</div>\n')).toBe('valid');
    expect(verdict('<div> <p/> </div>')).toBe('CRYO-126');
    expect(verdict('<div/>')).toBe('CRYO-126');
    expect(verdict('<p>a</p>')).toBe('CRYO-145 <p> outside <div>');
    expect(verdict('<div>a</div><div>b</div>')).toBe('CRYO-145 <div> outside <div>');
    expect(verdict('<div>a</div>b')).toBe('CRYO-145 text outside <div>');
    expect(verdict('a<div>b</div>')).toBe('CRYO-145 text outside <div>');
    expect(verdict('<div>a')).toBe('CRYO-145 <div> is not closed');
    expect(verdict('text')).toBe('CRYO-145 text outside <div>');
    expect(verdict(' ')).toBe('CRYO-145 no <div>');
    expect(verdict('<!DOCTYPE html><div>a</div>')).toMatch('CRYO-145');
  });

  it('may be long: nothing is searched twice, and no text is too long to be searched', () => {
    expect(div('&amp;'.repeat(400_000))).toBe('valid');
    expect(div('<b>a</b>'.repeat(200_000))).toBe('valid');
    expect(div('<b>'.repeat(200_000))).toMatch('CRYO-145');
    expect(div(`<p${' class="a"'.repeat(400_000)}>`)).toMatch('CRYO-145');
    expect(div(`<p${Array.from({ length: 100_000 }, (_, index) => ` a${index}="b"`).join('')}>`)).toBe('CRYO-147 p a0');
    expect(div(`<img src="${'a'.repeat(4_000_000)}"/>`)).toBe('valid');
    expect(div(`<p${' '.repeat(2_000_000)}`)).toMatch('CRYO-145');
  });
});
