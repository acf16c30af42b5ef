package import OAuthModel

/// How often resource servers were told that the tokens of a login are good.
package struct TokenUse: Sendable {
    package let count: Int
    package let last: Timestamp

    package init(count: Int, last: Timestamp) {
        self.count = count
        self.last = last
    }
}
