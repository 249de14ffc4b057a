// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

/// Jinja inside SQL text. While a file is put together, Jinja's delimiters are stand-ins that cannot occur in UTF-8
/// text; `finish` writes the real ones and escapes braces that came from T-SQL, so text of the input never becomes
/// Jinja.
namespace t2d::backend::jinja {

/// `{{ code }}`; code that starts with a line break gets no blanks around it.
[[nodiscard]] std::string expression(std::string_view code);
/// `{% code %}`
[[nodiscard]] std::string statement(std::string_view code);
/// Whether a byte is part of a stand-in for the beginning, or the end, of Jinja.
[[nodiscard]] bool opens(char c);
[[nodiscard]] bool closes(char c);
/// A string literal of Jinja: `'it\'s'`.
[[nodiscard]] std::string literal(std::string_view text);
/// SQL as an argument of Jinja, on one line: a literal; `'left(' ~ var('x') ~ ')'` where the SQL holds expressions of Jinja.
[[nodiscard]] std::string argument(std::string_view sql);
/// Text for places where Jinja is evaluated but no SQL is read (comments, descriptions): pairs of braces are pulled
/// apart.
[[nodiscard]] std::string defused(std::string_view text);
/// The file's final text.
[[nodiscard]] std::string finish(std::string_view text);

} // namespace t2d::backend::jinja
