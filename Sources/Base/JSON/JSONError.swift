/// Why a text is not the JSON that was asked for.
package struct JSONError: Error, Equatable, Sendable {
    /// Where in the text, in bytes from its start.
    package let offset: Int
    package let reason: Reason

    package enum Reason: String, Sendable {
        case syntax = "this is not JSON"
        case encoding = "the text is not UTF-8"
        case depth = "values are nested too deeply"
        case duplicateMember = "a member name occurs twice"
        case numberRange = "a number is out of range"
    }
}
