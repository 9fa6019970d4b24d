# The list of native sources, for node-gyp (MSVC) and for scripts/support/cross-build.mjs (mingw-w64).
# The latter reads the part of gyp's language that is used here; see scripts/support/gyp.mjs.
{
    'variables': {
        'mingw%': 0,
        'tests%': 0,
        'version': '<!(node -p "require(\'./package.json\').version")',
    },
    'target_defaults': {
        'defines': [
            'UNICODE',
            '_UNICODE',
            'NOMINMAX',
            'WIN32_LEAN_AND_MEAN',
            '_WIN32_WINNT=0x0A00',
            'MAPI_MSG_VERSION="<(version)"',
        ],
        'include_dirs': ['native'],
        'configurations': {
            'Release': {
                'msvs_settings': {
                    'VCCLCompilerTool': {
                        'AdditionalOptions': [
                            '/std:c++20',
                            '/utf-8',
                            '/permissive-',
                            '/guard:cf',
                            '/external:anglebrackets',
                            '/external:W0',
                        ],
                        'AdditionalOptions!': ['-std:c++17', '/std:c++17', '-std:c++20'],
                        'ExceptionHandling': 1,
                        'RuntimeLibrary': 0,
                        'RuntimeTypeInfo': 'true',
                        'WarnAsError': 'true',
                        'WarningLevel': 4,
                    },
                    'VCLinkerTool': {
                        'AdditionalOptions': ['/guard:cf'],
                    },
                },
            },
        },
    },
    'targets': [
        {
            # The addon: build/Release/mapi_msg.node
            'target_name': 'mapi_msg',
            'type': 'loadable_module',
            'win_delay_load_hook': 'true',
            'defines': [
                'NAPI_VERSION=8',
                'NODE_ADDON_API_CPP_EXCEPTIONS',
                'NODE_ADDON_API_DISABLE_DEPRECATED',
                'NODE_API_NO_EXTERNAL_BUFFERS_ALLOWED',
                'NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
            ],
            'include_dirs': ['<!(node -p "require(\'node-addon-api\').include_dir")'],
            'libraries': ['-lole32', '-loleaut32', '-ladvapi32', '-lversion', '-luuid'],
            'sources': [
            ],
            'conditions': [
                # node-gyp adds a hook of its own, which MSVC alone compiles.
                ['mingw==1', {'sources': ['native/binding/delay_load_hook.cpp']}],
            ],
        },
        {
            # The embedded provider: build/Release/mapi-msg-embedded-<version>.dll
            'target_name': 'mapi_msg_embedded',
            'type': 'shared_library',
            'product_name': 'mapi-msg-embedded-<(version)',
            'product_extension': 'dll',
            'win_delay_load_hook': 'false',
            'libraries': ['-lole32', '-loleaut32', '-ladvapi32', '-lversion', '-luuid'],
            'sources': [
            ],
            'conditions': [
                ['target_arch=="ia32"', {
                    'sources': ['native/provider/exports.ia32.def'],
                }, {
                    'sources': ['native/provider/exports.def'],
                }],
            ],
        },
    ],
    'conditions': [
        ['tests==1', {
            'targets': [
            ],
        }],
    ],
}
