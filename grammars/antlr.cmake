# SPDX-License-Identifier: Apache-2.0
# Generates the parser from the grammars and defines the library t2d_antlr (generated code plus the ANTLR4 runtime).
# The tool must have the version of the installed runtime; set ANTLR4_JAR to use a jar of your own.
find_package(antlr4-runtime CONFIG REQUIRED)
find_package(Java COMPONENTS Runtime REQUIRED)

# Runtimes since 4.10 say their version in Version.h; before that only 4.9 is supported.
set(t2d_antlr_version "")
foreach(dir ${ANTLR4_INCLUDE_DIR})
  if(EXISTS "${dir}/Version.h")
    file(STRINGS "${dir}/Version.h" lines REGEX "define ANTLRCPP_VERSION_(MAJOR|MINOR|PATCH) ")
    set(parts "")
    foreach(line ${lines})
      string(REGEX REPLACE ".* ([0-9]+)$" "\\1" number "${line}")
      list(APPEND parts ${number})
    endforeach()
    string(JOIN "." t2d_antlr_version ${parts})
    string(REGEX REPLACE "^([0-9]+\\.[0-9]+)\\.0$" "\\1" t2d_antlr_version "${t2d_antlr_version}")
  endif()
endforeach()
if(NOT t2d_antlr_version)
  set(t2d_antlr_version "4.9")
endif()

set(t2d_antlr_default_jar "$ENV{HOME}/.m2/repository/org/antlr/antlr4/${t2d_antlr_version}/antlr4-${t2d_antlr_version}-complete.jar")
set(ANTLR4_JAR "${t2d_antlr_default_jar}" CACHE FILEPATH "The ANTLR tool (complete jar) of the runtime's version")
if(NOT EXISTS "${ANTLR4_JAR}")
  find_program(MAVEN mvn)
  if(NOT MAVEN)
    message(FATAL_ERROR "ANTLR tool not found: set ANTLR4_JAR to antlr4-${t2d_antlr_version}-complete.jar, or install Maven")
  endif()
  message(STATUS "Obtaining the ANTLR ${t2d_antlr_version} tool through Maven")
  execute_process(COMMAND ${MAVEN} -q dependency:get "-Dartifact=org.antlr:antlr4:${t2d_antlr_version}:jar:complete"
                  RESULT_VARIABLE maven_failed OUTPUT_QUIET)
  if(maven_failed OR NOT EXISTS "${ANTLR4_JAR}")
    message(FATAL_ERROR "Maven could not obtain antlr4-${t2d_antlr_version}-complete.jar: set ANTLR4_JAR")
  endif()
endif()

# Clang wants an initializer for a constant member of the runtime's Vocabulary that GCC does without: it gets headers that have one.
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  set(t2d_antlr_headers ${PROJECT_BINARY_DIR}/antlr-headers)
  file(COPY ${ANTLR4_INCLUDE_DIR}/ DESTINATION ${t2d_antlr_headers})
  file(READ ${t2d_antlr_headers}/Vocabulary.h header)
  string(REGEX REPLACE "const (_[A-Za-z]+);" "const \\1{};" header "${header}")
  file(WRITE ${t2d_antlr_headers}/Vocabulary.h "${header}")
  set(ANTLR4_INCLUDE_DIR ${t2d_antlr_headers})
endif()

set(t2d_generated ${PROJECT_BINARY_DIR}/generated/antlr)
set(t2d_antlr_command ${Java_JAVA_EXECUTABLE} -Xss16m -jar ${ANTLR4_JAR} -Dlanguage=Cpp -no-listener -Werror -encoding utf8 -o ${t2d_generated})
add_custom_command(
  OUTPUT ${t2d_generated}/TSqlLexer.cpp ${t2d_generated}/TSqlLexer.h ${t2d_generated}/TSqlParser.cpp ${t2d_generated}/TSqlParser.h
  COMMAND ${t2d_antlr_command} TSqlLexer.g4
  COMMAND ${t2d_antlr_command} -lib ${t2d_generated} TSqlParser.g4
  DEPENDS ${PROJECT_SOURCE_DIR}/grammars/TSqlLexer.g4 ${PROJECT_SOURCE_DIR}/grammars/TSqlParser.g4
  WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}/grammars
  COMMENT "Generating the T-SQL parser")

add_library(t2d_antlr STATIC ${t2d_generated}/TSqlLexer.cpp ${t2d_generated}/TSqlParser.cpp)
# Generated code is not ours to keep free of warnings, and unoptimised it would make debug builds unusable.
target_compile_options(t2d_antlr PRIVATE -w -O2)
target_include_directories(t2d_antlr SYSTEM PUBLIC ${t2d_generated} ${ANTLR4_INCLUDE_DIR})
target_include_directories(t2d_antlr PRIVATE ${PROJECT_SOURCE_DIR})
if(TARGET antlr4_static)
  target_link_libraries(t2d_antlr PUBLIC antlr4_static)
else()
  target_link_libraries(t2d_antlr PUBLIC antlr4_shared)
endif()
# The base of the generated parser (frontend/parser_base.h) calls the token stream.
target_link_libraries(t2d_antlr INTERFACE $<LINK_ONLY:t2d_frontend>)
