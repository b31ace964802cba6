export default async function stopServer() {
  await globalThis.thelookTestServer?.stop();
}
