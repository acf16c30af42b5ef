/// A key under which a secret can stand in the file itself; it has a twin that ends with `_file`.
package struct SecretKey: Equatable {
    package let name: String
    /// How messages call what stands there.
    package let noun: String
    package let remedy: String
    /// A variable that could hold it, and a file.
    package let variable: String
    package let exampleFile: String

    /// Makes one, of letters that nothing needs escapes for.
    package static let command = "openssl rand -hex 32"

    package static let secret = SecretKey(
        name: "secret", noun: "secret", remedy: "make one with: \(command)",
        variable: "SECRET", exampleFile: "/etc/mcp-auth/secret")

    package init(name: String, noun: String, remedy: String, variable: String, exampleFile: String) {
        self.name = name
        self.noun = noun
        self.remedy = remedy
        self.variable = variable
        self.exampleFile = exampleFile
    }
}
