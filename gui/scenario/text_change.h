// Edits of a scenario's text key by key, as a person would make them: only the value's own
// characters change, comments and order stay.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace twin {

struct TextChange {
    std::size_t at = 0;  // byte offset
    std::string removed, added;
};

// Why an edit cannot be made here, a whole sentence for people.
struct EditRefusal {
    std::string reason;
};

using TextEdit = std::variant<TextChange, EditRefusal>;

// Sets the key `path` ("time.horizon", "event.0.at") of a TOML text to `value`: TOML ("[1, 2]",
// "12", "\"9 d\"") or else a plain string, which is quoted. A key that is not there goes to the end
// of its table, a table that is not there to the end of the text; one of a list's item is begun as
// a key of that item: "job.0.training.model" as training = { model = ... }. What other files of the
// scenario hold is not looked at. Refused: a text with a syntax error, a table that only keys with
// dots tell of.
TextEdit edit_to_set(const std::string& text, const std::string& path, const std::string& value);

// Takes a key out, with its line where nothing else stands on it, or with its comma between braces;
// with the last key there the table itself goes.
TextEdit edit_to_remove(const std::string& text, const std::string& path);

// Appends a table of a list: "[[event]]" with its keys, each a pair of key and value as above.
TextEdit edit_to_append(const std::string& text, const std::string& list,
                        const std::vector<std::pair<std::string, std::string>>& keys);

// A text as a string of TOML, in quotes.
std::string toml_string(std::string_view text);

std::string applied(std::string text, const TextChange& change);

}  // namespace twin
