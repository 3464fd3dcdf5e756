export { attachmentsOf, eraseAttachments, linkAttachments, pictureIdsOf, setAsideAttachments } from './attachments.ts'
export { onAttachmentRead, registerAttachments, signAttachment } from './serve.ts'
export { purgeUnusedFiles, registerUploads } from './uploads.ts'
