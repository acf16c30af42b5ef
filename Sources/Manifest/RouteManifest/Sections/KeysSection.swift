import OAuthModel
import StrictYAML

/// Section `keys`, with the place that a later check points at.
struct KeysDraft {
    fileprivate(set) var policy = KeyPolicy()
    fileprivate(set) var aheadField: Field?
}

extension KeyList<KeysDraft> {
    static let keys = KeyList(
        "'keys'", example: "{ publish_ahead: 1h }", for: "the keys of this server", untouched: KeysDraft()
    ) {
        // Well above the time in which processes hear of each other's changes.
        Key(
            "publish_ahead", .duration(.seconds(120)...DurationText.longest), \.policy.publishAhead,
            example: "1h",
            """
            A new key (`mcp-auth keys rotate`) is published for so long before it signs: no less than a copy of the key set may be \
            kept, which is what `cache` of its route says.
            """)
        Key(
            "publish_after", .duration(.seconds(60)...DurationText.longest), \.policy.publishAfter,
            example: "1d",
            """
            One that signs no more is published for so long afterwards: no less than what it signed may be good.
            """)
    } together: { draft, reader in
        draft.aheadField = reader.field("publish_ahead")
    }
}
