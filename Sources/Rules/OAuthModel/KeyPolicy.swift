/// How long the keys of this server are published before they sign and after. What is set here holds where nobody says otherwise.
package struct KeyPolicy: Sendable, Equatable {
    /// A new key is published for so long before it signs: no less than a copy of the key set may be kept.
    package var publishAhead = Duration.seconds(3600)
    /// One that signs no more is published for so long afterwards: no less than what it signed may be good.
    package var publishAfter = Duration.seconds(86_400)

    package init() {}
}
