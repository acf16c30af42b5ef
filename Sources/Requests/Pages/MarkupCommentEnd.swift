/// Whether a comment is over (HTML Standard §13.2.5.43 to 51).
struct MarkupCommentEnd {
    /// Dashes in a row; the two that begin a comment may end it too.
    private var dashes = 2
    /// How many of them belong to the beginning.
    private var borrowed = 2
    private var hasMark = false

    mutating func isReached(by byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ">") where dashes >= 2 || hasMark: return true
        case UInt8(ascii: "-"):
            dashes = hasMark ? 1 : dashes + 1
            hasMark = false
            return false
        case UInt8(ascii: "!"): hasMark = dashes - borrowed >= 2
        default: hasMark = false
        }
        (dashes, borrowed) = (0, 0)
        return false
    }
}
