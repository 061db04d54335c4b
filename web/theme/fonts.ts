// Self-hosted type, cut by unicode-range so that only the characters shown are fetched. Loaded after the
// shell: the list of ranges itself is longer than the shell.
import '@fontsource-variable/inter/wght.css'
import '@fontsource/noto-sans-sc/400.css'
import '@fontsource/noto-sans-sc/500.css'
import '@fontsource/noto-sans-sc/600.css'
