// SPDX-License-Identifier: Apache-2.0
// Texts as the bytes that SQL Server has of them: DuckDB's texts are UTF-8. Projects that hash texts have these as macros.
#include <fmt/format.h>

#include "backend/dialects/duckdb_form.h"

namespace t2d::backend {

namespace {

/// One macro: its SQL for a text of ASCII, and the hexadecimal digits of one character of any other text.
std::string macro(std::string_view name, std::string_view about, std::string_view ascii, std::string_view digits) {
    return fmt::format(R"({{#
    {}
#}}
{{% macro {}(value) -%}}
case
    when strlen({{{{ value }}}}) = length({{{{ value }}}}) then {}
    else unhex(array_to_string(list_transform(
        regexp_extract_all({{{{ value }}}}, '.', 0, 's'),
        lambda c: {}
    ), ''))
end
{{%- endmacro %}}
)",
                       about, name, ascii, digits);
}

constexpr std::string_view kUtf16 = R"(case
            when unicode(c) < 65536 then printf('%02X%02X', unicode(c) & 255, unicode(c) >> 8)
            else printf(
                '%02X%02X%02X%02X',
                ((unicode(c) - 65536) >> 10) & 255,
                216 + ((unicode(c) - 65536) >> 18),
                (unicode(c) - 65536) & 255,
                220 + (((unicode(c) - 65536) >> 8) & 3)
            )
        end)";

} // namespace

std::string byte_macro_text(std::string_view name) {
    if (name == "tsql_utf16") return macro(name, "The bytes of an nvarchar, where `value` is the SQL of a text.", R"(unhex(regexp_replace(hex({{ value }}), '(..)', '\100', 'g')))", kUtf16);
    if (name != "tsql_code_page_1252") return {};
    const std::string code = fmt::format(R"(printf('%02X', case
            when unicode(c) <= 255 then unicode(c)
            when strpos({0}, c) > 0 then 127 + strpos({0}, c)
            else error('HASHBYTES of a character that code page 1252 does not have has no exact form.')
        end))",
                                         kCodePage);
    return macro(name, "The bytes of a varchar, where `value` is the SQL of a text.", "unhex(hex({{ value }}))", code);
}

} // namespace t2d::backend
