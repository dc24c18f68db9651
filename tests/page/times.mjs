// How long it takes, as asked on the standard input (JSON): the page opened until it is ready, and files dropped on it.
import { asked, dropped, opened, read, ready, seen, told } from "./browser.mjs";

const start = Date.now();
const page = await opened();
await ready(page);
seen.times.ready = Date.now() - start;
const given = Date.now();
await dropped(page, asked.files);
await read(page, asked.files.length);
seen.times.files = Date.now() - given;
await told();
