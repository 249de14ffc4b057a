// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace t2d::frontend {

/// What became of a file's bytes: `text` is UTF-8 when `error` is empty.
struct Decoded {
    std::string text;
    std::string error; ///< why the bytes are not text (NUL bytes, lone surrogates); empty when decoded
};

/// Decodes UTF-8 with or without BOM, UTF-16 LE/BE with BOM (and without one, by its NUL pattern), else Windows-1252.
[[nodiscard]] Decoded decode(std::string_view bytes);

} // namespace t2d::frontend
