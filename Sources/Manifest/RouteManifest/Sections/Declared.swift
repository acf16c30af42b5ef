import StrictYAML

/// What an entry of a list declares, with the keys that say it: later checks point there.
struct Declared<Declaration> {
    let declaration: Declaration
    let reader: MappingReader
}
