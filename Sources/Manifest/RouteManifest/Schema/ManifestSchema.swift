import JSON
import StrictYAML

/// The language of the manifest as a schema. What that can't say is left to `mcp-auth check`, and said in its words.
package enum ManifestSchema {
    /// As `routes.schema.json` has it, but for the end of the last line.
    package static var text: String {
        LanguageSchema(
            of: ManifestLanguage.sections,
            about: JSONObject([
                "$id": "routes.schema.json", "$comment": .string(comment),
                "title": "The manifest of mcp-auth", "description": .string(description),
            ]), neverEmpty: SchemaConditions.neverEmpty, conditions: SchemaConditions.of
        ).text
    }

    private static let description = """
        What an authorization server is, in one file: every endpoint, every limit, every lifetime. This schema is for editors. \
        `mcp-auth check` finds more, and says more of it.
        """

    private static let comment = """
        Made by `mcp-auth schema`. What it does not say: whether a length of time, a number of bytes or a rate is within its range; what \
        variables will hold; whether what is referred to (scopes, resources, routes, templates, files) is there; whether ids, paths and \
        the entries of lists are there once; URIs and hosts beyond their first letters; and what the parts mean together. The description \
        of each key says what is right for it.
        """
}
