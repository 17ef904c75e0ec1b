//! What one side takes, and how it writes.

/// How this side cuts its messages into records, and how much it takes from its peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordConfig {
    /// Puts handshake messages that follow each other into one record, as far as they fit.
    pub coalesce: bool,
    /// Longest content of a record it writes, 1 to 2^14.
    pub max_fragment: usize,
    /// Zero bytes added to every protected record, as far as they fit.
    pub padding: usize,
    /// Longest handshake message it takes.
    pub max_message: usize,
    /// Records without content in a row that it takes.
    pub max_empty_records: usize,
    /// Messages after the handshake in a row, without data between them, that it takes.
    pub max_idle_messages: usize,
    /// Records that it takes before the handshake is over, and afterwards for one message.
    pub max_records: usize,
    /// Records that it seals with one key, in TLS 1.3: then come new ones. AES-GCM is good for 2^24.5 (RFC 9846 §5.5).
    pub max_key_records: u64,
    /// Times that it takes new keys to seal with, in TLS 1.3: 2^48 - 1 at most (RFC 9846 §4.7.3). Those of the peer are not
    /// counted, but for [`RecordConfig::max_idle_messages`].
    pub max_key_updates: u64,
    /// Bytes of its account, estimated with what surrounds them in memory, after which it keeps of an open connection only
    /// its end: so nobody fills the memory by talking on.
    pub max_account: usize,
}

impl Default for RecordConfig {
    fn default() -> Self {
        RecordConfig {
            coalesce: false,
            max_fragment: crate::record::MAX_PLAINTEXT,
            padding: 0,
            max_message: 1 << 17,
            max_empty_records: 32,
            max_idle_messages: 32,
            max_records: 4096,
            max_key_records: 1 << 24,
            max_key_updates: (1 << 48) - 1,
            max_account: 256 << 20,
        }
    }
}
