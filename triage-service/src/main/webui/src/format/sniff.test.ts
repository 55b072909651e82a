import { describe, expect, it } from 'vitest';
import { sniff } from './sniff';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('sniff', () => {
  it.each([
    ['\u00ff\u00d8\u00ff\u00e0 JFIF', 'jpg'],
    ['RIFF1234WEBP', 'webp'],
    ['RIFF1234WAVE', 'wav'],
    ['1234ftypheic', 'heic'],
    ['1234ftypisom', 'mp4'],
    ['MZ\u0090\u0000', 'bin'],
    ['#!/bin/sh\nrm -rf /', 'txt'],
    ['<svg onload="alert(1)"/>', 'txt'],
    ['From: a\nTo: b\nSubject: c\n\n', 'txt'],
    ['<html><script>alert(1)</script>', 'txt'],
    ['\u0001\u0002\u0003', 'bin'],
    ['', 'bin'],
  ])('%j is saved as .%s', (head, extension) => {
    // Given
    const latin1 = Uint8Array.from(head, (letter) => letter.charCodeAt(0));
    // When
    const kind = sniff(latin1);
    // Then
    expect(kind.extension).toBe(extension);
  });

  it.each([
    ['\u00ff\u00d8\u00ff', 'JPEG image'],
    ['\u0089PNG\r\n\u001a\n', 'PNG image'],
    ['GIF89a', 'GIF image'],
    ['RIFF1234WEBP', 'WebP image'],
    ['1234ftypheic', 'HEIC image'],
    ['Received: x\r\nFrom: a\r\nSubject: b\r\n\r\n<html>', 'mail'],
    ['From: a\nTo: b\n\nDate: no header', 'text'],
    ['1234ftypM4A', 'M4A sound'],
    ['1234ftypqt', 'QuickTime film'],
    ['1234ftypisom', 'MP4 film'],
    ['\u001aE\u00df\u00a3', 'Matroska or WebM film'],
    ['RIFF1234WAVE', 'WAV sound'],
    ['OggS', 'Ogg sound'],
    ['ID3', 'MP3 sound'],
    ['%PDF-1.7', 'PDF document'],
    ['\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1', 'old Office document'],
    ['PK\u0003\u0004', 'ZIP archive or Office document'],
    ['7z\u00bc\u00af\u0027\u001c', '7z archive'],
    ['Rar!\u001a\u0007', 'RAR archive'],
    ['\u001f\u008b', 'gzip archive'],
    ['MZ', 'Windows program'],
    ['\u007fELF', 'Linux program'],
    ['\u00cf\u00fa\u00ed\u00fe', 'macOS program'],
    ['\u00ca\u00fe\u00ba\u00be', 'program'],
    ['They came at night.', 'text'],
    ['\u0001\u0002\u0003', 'unknown'],
    ['', 'empty'],
  ])('%j is called %s', (head, words) => {
    // Given
    const latin1 = Uint8Array.from(head, (letter) => letter.charCodeAt(0));
    // When
    const kind = sniff(latin1);
    // Then
    expect(kind.words).toBe(words);
  });

  it.each([
    ['MZ\u0090\u0000', 'A program: opening it runs it'],
    ['\u007fELF', 'A program: opening it runs it'],
    ['%PDF-1.7', 'call home when it is opened'],
    ['\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1', 'call home when it is opened'],
    ['PK\u0003\u0004', 'Holds other files'],
    ['<svg onload="alert(1)"/>', 'a browser would run what is in it'],
    ['\u0001\u0002\u0003', 'Nobody can say what it is'],
    ['\u00ff\u00d8\u00ff\u00e0 JFIF', undefined],
    ['They came at night.', undefined],
    ['From: a\nTo: b\nSubject: c\n\n', 'a mail program would fetch'],
  ])('says of %j what may happen when it is opened', (head, risk) => {
    // Given
    const latin1 = Uint8Array.from(head, (letter) => letter.charCodeAt(0));
    // When
    const kind = sniff(latin1);
    // Then
    if (risk === undefined) expect(kind.risk).toBeUndefined();
    else expect(kind.risk).toContain(risk);
  });

  it('knows text whose last letter is cut in two', () => {
    // When
    const kind = sniff(bytes('təhlükə').subarray(0, 2));
    // Then
    expect(kind.words).toBe('text');
  });
});
