// SPDX-License-Identifier: Apache-2.0
#include "frontend/decode.h"

#include <array>
#include <cstdint>

namespace t2d::frontend {
namespace {

void append_utf8(std::string& out, std::uint32_t c) {
    const auto tail = [&](unsigned shift) { out += static_cast<char>(0x80 | ((c >> shift) & 0x3F)); };
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xC0 | (c >> 6));
        tail(0);
    } else if (c < 0x10000) {
        out += static_cast<char>(0xE0 | (c >> 12));
        tail(6);
        tail(0);
    } else {
        out += static_cast<char>(0xF0 | (c >> 18));
        tail(12);
        tail(6);
        tail(0);
    }
}

/// Length of the UTF-8 sequence that starts with `lead`; 0 for a byte that starts none.
std::size_t sequence_length(unsigned char lead) {
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead < 0xE0) return 2;
    if (lead >= 0xE0 && lead < 0xF0) return 3;
    return lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
}

bool is_utf8(std::string_view bytes) {
    for (std::size_t i = 0; i < bytes.size();) {
        const auto lead = static_cast<unsigned char>(bytes[i]);
        const std::size_t length = sequence_length(lead);
        if (length == 0 || i + length > bytes.size()) return false;
        for (std::size_t k = 1; k < length; ++k)
            if ((static_cast<unsigned char>(bytes[i + k]) & 0xC0) != 0x80) return false;
        const auto second = length > 1 ? static_cast<unsigned char>(bytes[i + 1]) : 0;
        const bool too_long = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
        const bool surrogate = lead == 0xED && second >= 0xA0;
        const bool too_large = lead == 0xF4 && second >= 0x90;
        if (too_long || surrogate || too_large) return false;
        i += length;
    }
    return true;
}

Decoded from_utf16(std::string_view bytes, bool big_endian) {
    Decoded result;
    if (bytes.size() % 2 != 0) return {{}, "UTF-16 text with an odd number of bytes"};
    const auto unit = [&](std::size_t i) {
        const auto a = static_cast<unsigned char>(bytes[i]);
        const auto b = static_cast<unsigned char>(bytes[i + 1]);
        return static_cast<std::uint32_t>(big_endian ? (a << 8) | b : (b << 8) | a);
    };
    for (std::size_t i = 0; i < bytes.size(); i += 2) {
        std::uint32_t c = unit(i);
        if (c >= 0xD800 && c < 0xDC00 && i + 3 < bytes.size()) {
            const std::uint32_t low = unit(i + 2);
            if (low >= 0xDC00 && low < 0xE000) {
                c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
                i += 2;
            }
        }
        if (c >= 0xD800 && c < 0xE000) return {{}, "UTF-16 text with half of a surrogate pair"};
        if (c == 0) return {{}, "a NUL character: this is no text"};
        append_utf8(result.text, c);
    }
    return result;
}

/// The characters of bytes 0x80 .. 0x9F in Windows-1252; 0 where it defines none.
constexpr std::array<std::uint16_t, 32> kWindows1252 = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                        0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                                        0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                        0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

Decoded from_windows_1252(std::string_view bytes) {
    Decoded result;
    for (const char byte : bytes) {
        const auto c = static_cast<unsigned char>(byte);
        const bool special = c >= 0x80 && c < 0xA0 && kWindows1252[c - 0x80U] != 0;
        append_utf8(result.text, special ? kWindows1252[c - 0x80U] : c);
    }
    return result;
}

/// UTF-16 without a BOM shows in the NUL halves of its ASCII characters.
bool looks_like_utf16(std::string_view bytes, bool big_endian) {
    std::size_t nul = 0;
    std::size_t units = 0;
    for (std::size_t i = 0; i + 1 < bytes.size() && units < 64; i += 2, ++units)
        if (bytes[i + (big_endian ? 0 : 1)] == '\0' && bytes[i + (big_endian ? 1 : 0)] != '\0') ++nul;
    return bytes.size() % 2 == 0 && units > 0 && nul * 2 > units;
}

} // namespace

Decoded decode(std::string_view bytes) {
    if (bytes.substr(0, 3) == "\xEF\xBB\xBF")
        bytes.remove_prefix(3);
    else if (bytes.substr(0, 2) == "\xFF\xFE")
        return from_utf16(bytes.substr(2), false);
    else if (bytes.substr(0, 2) == "\xFE\xFF")
        return from_utf16(bytes.substr(2), true);
    else if (looks_like_utf16(bytes, false))
        return from_utf16(bytes, false);
    else if (looks_like_utf16(bytes, true))
        return from_utf16(bytes, true);
    if (bytes.find('\0') != std::string_view::npos) return {{}, "a NUL byte: this is no text"};
    if (is_utf8(bytes)) return {std::string(bytes), {}};
    return from_windows_1252(bytes);
}

} // namespace t2d::frontend
