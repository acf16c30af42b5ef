package import Diagnostics

extension TemplateRule {
    package var explanation: Explanation {
        switch self {
        case .file:
            Explanation(
                .error, "a template and what it includes are files of the templates' folder",
                why:
                    "A page that lacks a part would be shown broken, and what lies elsewhere is nobody's to show.",
                remedy: "Name a text file of the folder, without a path; no file includes itself.",
                broken: "{{> styel.css}}", mended: "{{> style.css}}")
        case .syntax:
            Explanation(
                .error, "tags, elements and quotes of a template fit together",
                why:
                    "A browser would guess where the unclosed one ends, and might take a value for a part of the page.",
                remedy: "Close what is open, in the order in which it was opened.",
                broken: "{{#detail}}<p>{{detail}}</p>", mended: "{{#detail}}<p>{{detail}}</p>{{/detail}}")
        case .limit:
            Explanation(
                .either, "a template is no larger than a person would write it",
                why: "It is read at the start and filled for every page.",
                remedy: "See whether the right files are included.",
                broken: "{{> film.css}}", mended: "{{> style.css}}")
        case .unknownValue:
            Explanation(
                .error, "a template shows values that its page has",
                why: "A misspelt name would show nothing, and nobody would notice.",
                remedy: "Write the name that is meant; the hint proposes the nearest, or lists them.",
                broken: "<h1>{{titel}}</h1>", mended: "<h1>{{title}}</h1>")
        case .valueUse:
            Explanation(
                .error, "a value stands where it can't become a part of the page",
                why:
                    "What a stranger wrote must stay text: between quotes in a tag, and never in a style sheet.",
                remedy: "Put quotes around the attribute's value, or show the value elsewhere.",
                broken: "<a href={{continue_href}}>back</a>", mended: "<a href=\"{{continue_href}}\">back</a>"
            )
        case .missingValue:
            Explanation(
                .error, "a page shows what it can't do without",
                why:
                    "A consent that does not say who asks deceives, and a form without its token does nothing.",
                remedy: "Write the tag that the hint names, where the shipped template has it.",
                broken: "<p>{{happened}}</p>", mended: "<h1>{{title}}</h1><p>{{happened}}</p>")
        case .blocked:
            Explanation(
                .error, "a page holds all that it shows",
                why:
                    "Its policy lets browsers fetch nothing and run nothing, so that nobody else learns of the login.",
                remedy:
                    "Include style sheets and drawings ({{> logo.svg}}), and write images as data: addresses.",
                broken: "<img src=logo.svg>", mended: "{{> logo.svg}}")
        case .unserved:
            Explanation(
                .warning, "a link or a form leads to a path that is served",
                why: "Who follows it would be told that there is nothing.",
                remedy: "Write the path of a route that is on, or the whole address of another program.",
                broken: "<a href=\"/helth\">is it up?</a>", mended: "<a href=\"/health\">is it up?</a>")
        case .styleSheet:
            Explanation(
                .error, "the style sheet of the pages is served while one needs it",
                why: "Without it a page has no looks: what is to be seen first might come last.",
                remedy: "Turn the route of pages.style on, or write the sheet into the page.",
                broken: "<link rel=\"stylesheet\" href=\"{{style}}\">",
                mended: "<style>{{> style.css}}</style>")
        }
    }
}
