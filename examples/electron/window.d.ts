interface Window {
  openMessage: import('./message-calls.mjs').OpenMessage
}
