// Pages, each loaded when it is first asked for, with the permission it is for (server/access/permissions.ts).
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'

type Load = () => Promise<unknown>
const page = (path: string, name: string, component: Load, may?: string): RouteRecordRaw =>
  ({ path, name, component, meta: { may } }) as RouteRecordRaw

export const router = createRouter({
  history: createWebHistory(new URL(document.baseURI).pathname),
  routes: [
    page('/', 'explore', () => import('./explore/ExplorePage.vue'), 'figures'),
    page('/sheet', 'sheet', () => import('./explore/takeaway/SheetPage.vue'), 'takeaway'),
    page('/imports', 'imports', () => import('./admin/ImportsPage.vue'), 'import'),
    page('/imports/new/:upload', 'newImport', () => import('./admin/NewImportPage.vue'), 'import'),
    page('/imports/:id', 'import', () => import('./admin/ImportReportPage.vue'), 'import'),
    page('/demo-original/:id', 'original', () => import('./explore/demo/OriginalPage.vue'), 'incidents'),
    page('/public', 'public', () => import('./public/PublicPage.vue'), 'published'),
    page('/users', 'users', () => import('./admin/UsersPage.vue'), 'accounts'),
    page('/sessions', 'sessions', () => import('./admin/SessionsPage.vue'), 'accounts'),
    page('/tokens', 'tokens', () => import('./admin/TokensPage.vue'), 'accounts'),
    page('/audit', 'audit', () => import('./admin/AuditPage.vue'), 'audit'),
    page('/sign-in', 'signIn', () => import('./account/SignInPage.vue')),
    page('/welcome', 'welcome', () => import('./account/WelcomePage.vue')),
    page('/wall', 'wall', () => import('./account/WallPage.vue')),
    page('/account', 'account', () => import('./account/AccountPage.vue')),
    page('/:path(.*)*', 'missing', () => import('./explore/MissingPage.vue')),
  ],
})
