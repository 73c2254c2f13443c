import { describe, expect, it } from "vitest";
import { GIF, JPEG_HEAD, MP3, MP4, PNG, WAV } from "./__fixtures__/targets.js";
import { looksLikeText, sniffMediaType } from "./sniff-media-type.js";

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
const box = (brand: string): Uint8Array => new Uint8Array([0, 0, 0, 24, ...ascii(`ftyp${brand}`), 0, 0, 0, 0]);

// IMG-3
describe("sniffMediaType", () => {
  it.each<[string, Uint8Array]>([
    ["image/png", PNG],
    ["image/gif", GIF],
    ["image/jpeg", JPEG_HEAD],
    ["image/webp", ascii("RIFF\0\0\0\0WEBPVP8 ")],
    ["image/avif", box("avif")],
    ["image/heic", box("heic")],
    ["image/bmp", new Uint8Array([...ascii("BM"), 0x46, 0, 0, 0, 0, 0, 0, 0, 0x36, 0, 0, 0, 0x28, 0, 0, 0])],
    ["image/tiff", new Uint8Array([0x49, 0x49, 0x2a, 0])],
    ["image/svg+xml", ascii('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ["image/svg+xml", ascii('\uFEFF<?xml version="1.0"?>\n<!-- drawn -->\n<!DOCTYPE svg>\n<SVG viewBox="0 0 1 1">')],
    ["video/mp4", MP4],
    ["video/mp4", box("mp42")],
    ["video/quicktime", box("qt  ")],
    ["video/webm", new Uint8Array([0x1a, 0x45, 0xdf, 0xa3, ...ascii("....webm")])],
    ["video/x-matroska", new Uint8Array([0x1a, 0x45, 0xdf, 0xa3, ...ascii("....matroska")])],
    ["audio/mpeg", MP3],
    ["audio/mpeg", ascii("ID3\u0004")],
    ["audio/wav", WAV],
    ["audio/flac", ascii("fLaC")],
    ["audio/ogg", ascii("OggS")],
    ["audio/mp4", box("M4A ")],
    ["audio/aac", new Uint8Array([0xff, 0xf1, 0x50, 0x80])],
    ["application/pdf", ascii("%PDF-1.7")],
  ])("finds %s", (type, bytes) => expect(sniffMediaType(bytes)).toBe(type));

  it.each<[string, Uint8Array]>([
    ["nothing", new Uint8Array()],
    ["an HTML page", ascii("<!doctype html><html><body><svg></svg>")],
    ["JSON", ascii('{"error":{}}')],
    ["reserved MPEG header values", new Uint8Array([0xff, 0xfb, 0xf0, 0])],
    ["two bytes of a PNG", PNG.subarray(0, 2)],
    ["text in UTF-16 with a byte order mark", new Uint8Array([0xff, 0xfe, 0x46, 0, 0xfc, 0])],
    ["a text that begins with BM", ascii("BMW is a maker of cars.")],
    ["a text that begins with ID3", ascii("ID3 builds a decision tree.")],
  ])("says nothing of %s", (_what, bytes) => expect(sniffMediaType(bytes)).toBeUndefined());
});

describe("looksLikeText", () => {
  it("knows a page, JSON and prose from media", () => {
    expect(["<html>", '{"a":1}', "sorry, no"].map((text) => looksLikeText(ascii(text)))).toEqual([true, true, true]);
    expect([PNG, MP4, WAV, ascii("<svg/>"), new Uint8Array()].map(looksLikeText)).toEqual([false, false, false, false, false]);
  });
});
