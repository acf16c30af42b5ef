/// What a value is made of that does not stand in the file, and the place of that value.
package struct OutsideSource: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// A variable of the environment, be it set or not.
        case variable(String)
        /// Another file, named as this one names it.
        case file(String)
    }

    package let kind: Kind
    package let path: ValuePath
}
